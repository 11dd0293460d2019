using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Keys;
using DigitalAccess.Web.Launching.VendorSessions;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Oidc.Consent;
using DigitalAccess.Web.Oidc.Tickets;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Saml.SignOn;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Usage;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Data;

/// <summary>Everything the broker keeps, in one PostgreSQL database; also the repository that slices use directly.</summary>
internal sealed class DigitalAccessDb(DbContextOptions<DigitalAccessDb> options)
    : IdentityUserContext<StaffMember, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Library> Libraries => Set<Library>();
    public DbSet<IlsConnection> IlsConnections => Set<IlsConnection>();
    public DbSet<IlsHealth> IlsHealth => Set<IlsHealth>();
    public DbSet<Vendor> Vendors => Set<Vendor>();
    public DbSet<Resource> Resources => Set<Resource>();
    public DbSet<Licence> Licences => Set<Licence>();
    public DbSet<RelyingParty> RelyingParties => Set<RelyingParty>();
    public DbSet<UsedClientAssertion> UsedClientAssertions => Set<UsedClientAssertion>();
    public DbSet<OidcGrant> OidcGrants => Set<OidcGrant>();
    public DbSet<BegunSession> BegunSessions => Set<BegunSession>();
    public DbSet<OidcTicket> OidcTickets => Set<OidcTicket>();
    public DbSet<PatronConsent> PatronConsents => Set<PatronConsent>();
    public DbSet<ConsentQuestion> ConsentQuestions => Set<ConsentQuestion>();
    public DbSet<ServiceProvider> ServiceProviders => Set<ServiceProvider>();
    public DbSet<SamlCertificate> SamlCertificates => Set<SamlCertificate>();
    public DbSet<SamlMessage> SamlMessages => Set<SamlMessage>();
    public DbSet<WaitingRequest> WaitingRequests => Set<WaitingRequest>();
    public DbSet<SamlSession> SamlSessions => Set<SamlSession>();
    public DbSet<CertificateSighting> CertificateSightings => Set<CertificateSighting>();
    public DbSet<CertificateAlarm> CertificateAlarms => Set<CertificateAlarm>();
    public DbSet<LogoutNotice> LogoutNotices => Set<LogoutNotice>();
    public DbSet<GivenMetadata> GivenMetadata => Set<GivenMetadata>();
    public DbSet<StoredMetadata> StoredMetadata => Set<StoredMetadata>();
    public DbSet<OidcSigningKey> OidcSigningKeys => Set<OidcSigningKey>();
    public DbSet<PatronAccount> PatronAccounts => Set<PatronAccount>();
    public DbSet<PatronSession> PatronSessions => Set<PatronSession>();
    public DbSet<SignInTransaction> SignInTransactions => Set<SignInTransaction>();
    public DbSet<LoginThrottleCounter> LoginThrottleCounters => Set<LoginThrottleCounter>();
    public DbSet<LoginFailure> LoginFailures => Set<LoginFailure>();
    public DbSet<LibraryAttackMode> LibraryAttackModes => Set<LibraryAttackMode>();
    public DbSet<StaffSession> StaffSessions => Set<StaffSession>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<UsageEvent> UsageEvents => Set<UsageEvent>();
    public DbSet<UsageDay> UsageDays => Set<UsageDay>();
    public DbSet<RefusalDay> RefusalDays => Set<RefusalDay>();
    public DbSet<VisitorMonth> VisitorMonths => Set<VisitorMonth>();
    public DbSet<RollUpState> RollUpStates => Set<RollUpState>();
    public DbSet<VisitorKeyMonth> VisitorKeyMonths => Set<VisitorKeyMonth>();
    public DbSet<StoredKey> StoredKeys => Set<StoredKey>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(DigitalAccessDb).Assembly);
    }
}
