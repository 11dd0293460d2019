using System.Buffers;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>
/// Where a browser may be sent with an assertion or a logout message. Metadata is written by others, and a script address in it
/// would run on our own pages; what is not an https address as plain as they come is refused.
/// </summary>
internal static class EndpointAddress
{
    private const int Longest = 2048;

    /// <summary>What may stand in an address (RFC 3986, 2), less the fragment's sign. Whatever is read differently by two readers is not among it.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?[]@!$&'()*+,;=%");

    /// <returns>What is wrong with the address, as the end of a sentence; null when nothing is.</returns>
    public static string? FaultOf(string address)
    {
        if (address.Length is 0 or > Longest)
            return $"is empty or longer than {Longest} characters";
        if (address.Contains('#', StringComparison.Ordinal))
            return "has a fragment";
        if (address.AsSpan().ContainsAnyExcept(Plain))
            return "holds characters that addresses do not have";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !IsWeb(address) || uri.Host.Length == 0)
            return "is no absolute https address";
        if (uri.Authority.Contains('@', StringComparison.Ordinal) || uri.UserInfo.Length > 0 || AuthorityOf(address).Contains('@'))
            return "holds a user name";
        return uri.Scheme == Uri.UriSchemeHttps || IsOwnMachine(uri) ? null : "is not an https address";
    }

    private static bool IsWeb(string address) =>
        address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> AuthorityOf(string address)
    {
        var rest = address.AsSpan(address.IndexOf("//", StringComparison.Ordinal) + 2);
        return rest.IndexOfAny('/', '?') is >= 0 and var end ? rest[..end] : rest;
    }

    /// <summary>What never leaves the machine needs no encryption; demonstrations and tests run so.</summary>
    private static bool IsOwnMachine(Uri uri) => uri.Scheme == Uri.UriSchemeHttp && uri.Host is "127.0.0.1" or "localhost" or "[::1]";
}
