using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Saml;

/// <summary>
/// A library as vendors know it: an identity provider of its own. The entityID is the address of its metadata (SAML Metadata 4.1),
/// so a vendor needs that one address and nothing else.
/// </summary>
internal sealed record IdentityProvider(string EntityId)
{
    public string SingleSignOn => $"{EntityId}/sso";
    public string SingleLogout => $"{EntityId}/slo";

    public static IdentityProvider Of(Library library, string origin) => new(IdentityProviderName.Of(library, origin));
}
