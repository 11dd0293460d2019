using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Saml.SignOn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigitalAccess.Web.Data.Configurations;

internal sealed class ServiceProviderConfiguration : IEntityTypeConfiguration<ServiceProvider>
{
    public void Configure(EntityTypeBuilder<ServiceProvider> provider)
    {
        provider.ToTable("service_provider");
        provider.HasIndex(p => p.Slug).IsUnique();
        provider.HasIndex(p => p.EntityId).IsUnique();
        provider.HasOne(p => p.Vendor).WithMany().HasForeignKey(p => p.VendorId).OnDelete(DeleteBehavior.Restrict);
        provider.Property(p => p.Releases).AsJson();
        provider.Property(p => p.Metadata).AsJson();
        provider.Property(p => p.RelayStates).AsJson();
        provider.Property(p => p.AlgorithmChange).AsJson();
        provider.Property(p => p.NameId).HasConversion<string>();
        provider.Property(p => p.Encryption).HasConversion<string>();
        provider.Ignore(p => p.CertificateKind);
    }
}

internal sealed class SamlCertificateConfiguration : IEntityTypeConfiguration<SamlCertificate>
{
    public void Configure(EntityTypeBuilder<SamlCertificate> certificate)
    {
        certificate.ToTable("saml_certificate");
        certificate.Property(c => c.Kind).HasConversion<short>();
        certificate.HasOne<Library>().WithMany().HasForeignKey(c => c.LibraryId);
    }
}

internal sealed class SamlMessageConfiguration : IEntityTypeConfiguration<SamlMessage>
{
    public void Configure(EntityTypeBuilder<SamlMessage> message)
    {
        message.ToTable("saml_message");
        message.HasKey(m => m.Id).HasName(RequestIds.Key);
        message.HasIndex(m => m.ExpiresAt);
    }
}

internal sealed class WaitingRequestConfiguration : IEntityTypeConfiguration<WaitingRequest>
{
    public void Configure(EntityTypeBuilder<WaitingRequest> request)
    {
        request.ToTable("saml_waiting_request");
        request.Property(r => r.Request).HasColumnType("jsonb");
        request.HasIndex(r => r.ExpiresAt);
    }
}

internal sealed class SamlSessionConfiguration : IEntityTypeConfiguration<SamlSession>
{
    public void Configure(EntityTypeBuilder<SamlSession> session)
    {
        session.ToTable("saml_session");
        session.Property(s => s.Id).ValueGeneratedNever();
        session.HasOne<PatronSession>().WithMany().HasForeignKey(s => s.SessionId).OnDelete(DeleteBehavior.SetNull);
        session.HasIndex(s => s.SessionId);
        session.HasIndex(s => new { s.ServiceProvider, s.NameId });
        session.HasOne<Library>().WithMany().HasForeignKey(s => s.LibraryId);
    }
}

internal sealed class CertificateSightingConfiguration : IEntityTypeConfiguration<CertificateSighting>
{
    public void Configure(EntityTypeBuilder<CertificateSighting> fetch)
    {
        fetch.ToTable("saml_certificate_sighting");
        fetch.HasKey(f => new { f.LibraryId, f.ServiceProvider, f.Agent });
        fetch.HasOne<Library>().WithMany().HasForeignKey(f => f.LibraryId);
    }
}

internal sealed class CertificateAlarmConfiguration : IEntityTypeConfiguration<CertificateAlarm>
{
    public void Configure(EntityTypeBuilder<CertificateAlarm> alarm)
    {
        alarm.ToTable("saml_certificate_alarm");
        alarm.HasKey(a => new { a.CertificateId, a.ServiceProviderId, a.Days });
        alarm.HasOne<SamlCertificate>().WithMany().HasForeignKey(a => a.CertificateId);
        alarm.HasOne<ServiceProvider>().WithMany().HasForeignKey(a => a.ServiceProviderId);
    }
}
