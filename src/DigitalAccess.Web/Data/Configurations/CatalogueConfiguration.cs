using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Oidc;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigitalAccess.Web.Data.Configurations;

internal sealed class LibraryConfiguration : IEntityTypeConfiguration<Library>
{
    public void Configure(EntityTypeBuilder<Library> library)
    {
        library.ToTable("library");
        library.HasIndex(l => l.Slug).IsUnique();
        library.Property(l => l.LoginForm).AsJson();
        library.Property(l => l.Contact).AsJson();
        library.Property(l => l.AccessRules).AsJson();
        library.Property(l => l.Premises).AsJson();
        library.Property(l => l.IdentityProvider).AsJson();
        library.Property(l => l.Certificates).AsJson();
    }
}

internal sealed class IlsConnectionConfiguration : IEntityTypeConfiguration<IlsConnection>
{
    public void Configure(EntityTypeBuilder<IlsConnection> connection)
    {
        connection.ToTable("ils_connection");
        connection.HasKey(c => c.LibraryId);
        connection.HasOne(c => c.Library).WithOne().HasForeignKey<IlsConnection>(c => c.LibraryId);
        connection.Property(c => c.Settings).HasColumnType("jsonb");
    }
}

internal sealed class IlsHealthConfiguration : IEntityTypeConfiguration<IlsHealth>
{
    public void Configure(EntityTypeBuilder<IlsHealth> health)
    {
        health.ToTable("ils_health");
        health.HasKey(h => h.LibraryId);
        health.HasOne<IlsConnection>().WithOne().HasForeignKey<IlsHealth>(h => h.LibraryId).OnDelete(DeleteBehavior.Cascade);
        health.Property(h => h.State).HasConversion<string>();
    }
}

internal sealed class VendorConfiguration : IEntityTypeConfiguration<Vendor>
{
    public void Configure(EntityTypeBuilder<Vendor> vendor)
    {
        vendor.ToTable("vendor");
        vendor.HasIndex(v => v.Slug).IsUnique();
    }
}

internal sealed class ResourceConfiguration : IEntityTypeConfiguration<Resource>
{
    public void Configure(EntityTypeBuilder<Resource> resource)
    {
        resource.ToTable("resource");
        resource.HasIndex(r => r.Slug).IsUnique();
        resource.HasIndex(r => r.ClientId).IsUnique();
        resource.HasIndex(r => r.ServiceProvider).IsUnique();
        resource.Property(r => r.Name).AsJson();
        resource.Property(r => r.Description).AsJson();
        resource.Property(r => r.Category).HasConversion<string>();
        resource.Property(r => r.AccessMethod).HasConversion<string>();
        resource.Property(r => r.SessionApi).AsJson();
        resource.HasOne(r => r.Vendor).WithMany().HasForeignKey(r => r.VendorId).OnDelete(DeleteBehavior.Restrict);
        resource.HasOne<RelyingParty>().WithMany().HasForeignKey(r => r.ClientId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LicenceConfiguration : IEntityTypeConfiguration<Licence>
{
    public void Configure(EntityTypeBuilder<Licence> licence)
    {
        licence.ToTable("licence");
        licence.HasIndex(l => l.Slug).IsUnique();
        licence.Property(l => l.Terms).AsJson();
        licence.HasOne(l => l.Resource).WithMany().HasForeignKey(l => l.ResourceId).OnDelete(DeleteBehavior.Restrict);
        licence.HasOne<Library>().WithMany().HasForeignKey(l => l.HolderLibraryId).OnDelete(DeleteBehavior.Restrict);
        licence.HasMany(l => l.CoveredLibraries).WithMany().UsingEntity("licence_library");
    }
}

internal sealed class RelyingPartyConfiguration : IEntityTypeConfiguration<RelyingParty>
{
    public void Configure(EntityTypeBuilder<RelyingParty> party)
    {
        party.ToTable("relying_party");
        party.HasKey(p => p.ClientId);
        party.Property(p => p.RedirectUris).AsJson();
        party.Property(p => p.PostLogoutRedirectUris).AsJson();
        party.Property(p => p.AlsoVisits).AsJson();
        party.Property(p => p.Releases).AsJson();
        party.Property(p => p.Grants).AsJson();
        party.Property(p => p.Scopes).AsJson();
        party.Property(p => p.Guards).AsJson();
        party.Property(p => p.ResponseModes).AsJson();
        party.Property(p => p.Lifetimes).AsJson();
        party.Ignore(p => p.IsPublic);
        party.HasOne(p => p.Vendor).WithMany().HasForeignKey(p => p.VendorId).OnDelete(DeleteBehavior.Restrict);
    }
}
