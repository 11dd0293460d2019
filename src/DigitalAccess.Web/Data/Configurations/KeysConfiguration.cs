using DigitalAccess.Web.Keys;
using DigitalAccess.Web.Oidc;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigitalAccess.Web.Data.Configurations;

internal sealed class StoredKeyConfiguration : IEntityTypeConfiguration<StoredKey>
{
    public void Configure(EntityTypeBuilder<StoredKey> key)
    {
        key.ToTable("stored_key");
        key.HasKey(k => k.Purpose);
    }
}

internal sealed class UsedClientAssertionConfiguration : IEntityTypeConfiguration<UsedClientAssertion>
{
    public void Configure(EntityTypeBuilder<UsedClientAssertion> assertion)
    {
        assertion.ToTable("used_client_assertion");
        assertion.HasKey(a => new { a.ClientId, a.JtiHash });
        assertion.HasIndex(a => a.ExpiresAt);
    }
}

internal sealed class OidcSigningKeyConfiguration : IEntityTypeConfiguration<OidcSigningKey>
{
    public void Configure(EntityTypeBuilder<OidcSigningKey> key)
    {
        key.ToTable("oidc_signing_key");
        key.HasKey(k => k.KeyId);
    }
}
