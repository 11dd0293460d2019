using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace DigitalAccess.Web.Oidc;

internal static class OidcTables
{
    /// <summary>The engine's own tables, under the names that the rest of the database would give them.</summary>
    public static void AddOidcTables(this ModelBuilder model)
    {
        model.UseOpenIddict<Guid>();
        model.Entity<OpenIddictEntityFrameworkCoreApplication<Guid>>().ToTable("oidc_application");
        model.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().ToTable("oidc_authorization");
        model.Entity<OpenIddictEntityFrameworkCoreScope<Guid>>().ToTable("oidc_scope");
        model.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>().ToTable("oidc_token");
    }
}
