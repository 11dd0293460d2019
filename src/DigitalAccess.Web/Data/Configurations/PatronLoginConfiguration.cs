using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigitalAccess.Web.Data.Configurations;

internal sealed class PatronAccountConfiguration : IEntityTypeConfiguration<PatronAccount>
{
    public void Configure(EntityTypeBuilder<PatronAccount> account)
    {
        account.ToTable("patron_account");
        account.HasIndex(a => new { a.LibraryId, a.KeyHash }).IsUnique();
        account.Property(a => a.KeyKind).HasConversion<string>();
        account.HasOne<Library>().WithMany().HasForeignKey(a => a.LibraryId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PatronSessionConfiguration : IEntityTypeConfiguration<PatronSession>
{
    public void Configure(EntityTypeBuilder<PatronSession> session)
    {
        session.ToTable("patron_session");
        session.HasIndex(s => s.ExpiresAt);
        session.Property(s => s.Facts).AsJson();
        session.HasOne<PatronAccount>().WithMany().HasForeignKey(s => s.PatronAccountId);
        session.HasOne<Library>().WithMany().HasForeignKey(s => s.LibraryId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SignInTransactionConfiguration : IEntityTypeConfiguration<SignInTransaction>
{
    public void Configure(EntityTypeBuilder<SignInTransaction> transaction)
    {
        transaction.ToTable("sign_in_transaction");
        transaction.HasIndex(t => t.ExpiresAt);
    }
}

internal sealed class LoginThrottleCounterConfiguration : IEntityTypeConfiguration<LoginThrottleCounter>
{
    public void Configure(EntityTypeBuilder<LoginThrottleCounter> counter)
    {
        counter.ToTable("login_throttle");
        counter.HasKey(c => c.Key);
        counter.HasIndex(c => c.UpdatedAt);
        counter.HasIndex(c => c.CardKey).HasFilter("card_key is not null");
    }
}

internal sealed class LoginFailureConfiguration : IEntityTypeConfiguration<LoginFailure>
{
    public void Configure(EntityTypeBuilder<LoginFailure> failure)
    {
        failure.ToTable("login_failure");
        failure.HasIndex(f => new { f.LibraryId, f.At });
        failure.HasIndex(f => new { f.AddressKey, f.At });
    }
}

internal sealed class LibraryAttackModeConfiguration : IEntityTypeConfiguration<LibraryAttackMode>
{
    public void Configure(EntityTypeBuilder<LibraryAttackMode> mode)
    {
        mode.ToTable("library_attack_mode");
        mode.HasKey(m => m.LibraryId);
    }
}
