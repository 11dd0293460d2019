using DigitalAccess.Web.Oidc.Consent;
using DigitalAccess.Web.Oidc.Tickets;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigitalAccess.Web.Data.Configurations;

internal sealed class OidcGrantConfiguration : IEntityTypeConfiguration<OidcGrant>
{
    /// <summary>What the database names where a grant is to stand on a session that has just ended.</summary>
    public const string OfSession = "fk_oidc_grant_patron_sessions_session_id";

    public void Configure(EntityTypeBuilder<OidcGrant> grant)
    {
        grant.ToTable("oidc_grant");
        grant.HasOne<PatronSession>().WithMany().HasForeignKey(g => g.SessionId).OnDelete(DeleteBehavior.SetNull).HasConstraintName(OfSession);
        grant.HasIndex(g => new { g.SessionId, g.ClientId });
        grant.HasIndex(g => g.PatronAccountId);
    }
}

internal sealed class OidcTicketConfiguration : IEntityTypeConfiguration<OidcTicket>
{
    public void Configure(EntityTypeBuilder<OidcTicket> ticket)
    {
        ticket.ToTable("oidc_ticket");
        ticket.Property(t => t.Kind).HasConversion<short>();

        // No foreign key: a grant goes and comes in other transactions, and a ticket without one is refused.
        ticket.HasIndex(t => t.ExpiresAt);
    }
}

internal sealed class PatronConsentConfiguration : IEntityTypeConfiguration<PatronConsent>
{
    public void Configure(EntityTypeBuilder<PatronConsent> consent)
    {
        consent.ToTable("patron_consent");
        consent.HasKey(c => new { c.PatronAccountId, c.ClientId });
        consent.HasOne<PatronAccount>().WithMany().HasForeignKey(c => c.PatronAccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ConsentQuestionConfiguration : IEntityTypeConfiguration<ConsentQuestion>
{
    public void Configure(EntityTypeBuilder<ConsentQuestion> question)
    {
        question.ToTable("consent_question");
        question.HasIndex(q => q.ExpiresAt);
        question.HasOne<PatronSession>().WithMany().HasForeignKey(q => q.SessionId).OnDelete(DeleteBehavior.Cascade);
    }
}
