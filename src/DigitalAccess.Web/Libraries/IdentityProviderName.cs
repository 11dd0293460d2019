namespace DigitalAccess.Web.Libraries;

/// <summary>What vendors call a library by SAML: the entityID of its identity provider, at which its metadata is (SAML Metadata 4.1).</summary>
internal static class IdentityProviderName
{
    /// <summary>In a resource's addresses: stands for the name, for vendors that want to be told by a link which library it is.</summary>
    public const string Placeholder = "{identityProvider}";

    public static string Of(Library library, string origin) => $"{origin}/saml/{library.Slug}";
}
