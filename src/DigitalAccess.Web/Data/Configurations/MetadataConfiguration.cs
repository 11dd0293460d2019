using DigitalAccess.Web.Saml.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigitalAccess.Web.Data.Configurations;

internal sealed class StoredMetadataConfiguration : IEntityTypeConfiguration<StoredMetadata>
{
    public void Configure(EntityTypeBuilder<StoredMetadata> metadata)
    {
        metadata.ToTable("service_provider_metadata");
        metadata.HasKey(m => m.ServiceProviderId);
        metadata.Property(m => m.ServiceProviderId).ValueGeneratedNever();
        metadata.HasOne<ServiceProvider>().WithOne().HasForeignKey<StoredMetadata>(m => m.ServiceProviderId).OnDelete(DeleteBehavior.Cascade);
        metadata.Property(m => m.ETag).HasColumnName("etag");
    }
}

internal sealed class GivenMetadataConfiguration : IEntityTypeConfiguration<GivenMetadata>
{
    public void Configure(EntityTypeBuilder<GivenMetadata> metadata)
    {
        metadata.ToTable("service_provider_file");
        metadata.HasKey(m => m.ServiceProviderId);
        metadata.Property(m => m.ServiceProviderId).ValueGeneratedNever();
        metadata.HasOne<ServiceProvider>().WithOne().HasForeignKey<GivenMetadata>(m => m.ServiceProviderId).OnDelete(DeleteBehavior.Cascade);
    }
}
