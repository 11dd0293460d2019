using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Model;

namespace DigitalAccess.Web.Saml.Logout;

/// <summary>Where a vendor takes messages about signing out, by redirect rather than by form.</summary>
internal static class LogoutServices
{
    public static LogoutService? Of(ServiceProviderMetadata metadata) =>
        metadata.LogoutServices.FirstOrDefault(s => s.Binding == SamlNames.Bindings.Redirect) ?? metadata.LogoutServices.FirstOrDefault(s => s.Binding == SamlNames.Bindings.Post);
}
