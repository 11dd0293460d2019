namespace DigitalAccess.Saml2.Bindings;

/// <summary>Where messages may be sent at all.</summary>
internal static class WebAddress
{
    /// <returns>Whether it is a whole address of the web, without a name and password in it and without a fragment, behind which nothing can be added.</returns>
    public static bool Is(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.UserInfo.Length == 0 && !location.Contains('#', StringComparison.Ordinal);
}
