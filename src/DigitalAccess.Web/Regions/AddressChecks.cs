using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Regions;

/// <summary>Where patrons may be sent: https, or plain http to this very machine for a trial.</summary>
internal static class AddressChecks
{
    public static string? Address(string value) => Parse(value, out _);

    /// <summary>An address that may hold the name of the library's identity provider, after the host, where it is escaped and can be nothing else.</summary>
    public static string? LaunchAddress(string value)
    {
        if (Parse(value.Replace(IdentityProviderName.Placeholder, "x", StringComparison.Ordinal), out var uri) is { } fault)
            return fault;
        return !value.Contains(IdentityProviderName.Placeholder, StringComparison.Ordinal)
            || value.StartsWith(uri!.GetLeftPart(UriPartial.Authority) + "/", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"must hold {IdentityProviderName.Placeholder} after the host, in path or query";
    }

    /// <summary>Redirect URIs are compared letter by letter (RFC 9700, section 4.1.3), so they must be exact.</summary>
    public static string? RedirectUri(string value)
    {
        if (value.Contains('*', StringComparison.Ordinal))
            return $"must be exact: '{value}' holds a wildcard; list every address";
        if (Parse(value, out var uri) is { } fault)
            return fault;
        if (value.Contains('#', StringComparison.Ordinal))
            return $"must have no fragment (RFC 6749, section 3.1.2): '{value}'";
        return uri!.AbsoluteUri == value || uri.AbsoluteUri == value + "/" ? null : $"must be written as browsers send it: {uri.AbsoluteUri}";
    }

    /// <summary>An address with one place for a title, after the host: what stands there is never more than a part of a path or a query.</summary>
    public static string? TitleAddress(string value)
    {
        if (value.Split("{title}") is not [var before, var after])
            return "must hold {title} once, where the vendor's name of a title goes";
        if (Parse(before + "x" + after, out var uri) is { } fault)
            return fault;
        return before.StartsWith(uri!.GetLeftPart(UriPartial.Authority) + "/", StringComparison.OrdinalIgnoreCase) && !before.Contains('#', StringComparison.Ordinal)
            ? null
            : "must hold {title} after the host, in path or query";
    }

    /// <summary>Where we ask by ourselves: host and path, and nothing behind.</summary>
    public static string? Api(string value) =>
        Parse(value, out var uri) ?? (uri!.Query.Length + uri.Fragment.Length > 0 ? $"must have neither query nor fragment: '{value}'"
            : uri.AbsolutePath.Contains("//", StringComparison.Ordinal) ? $"must have no empty part in its path: '{value}'" : null);

    public static string? Origin(string value) =>
        Parse(value, out var uri) ?? (uri!.GetLeftPart(UriPartial.Authority) == value ? null : $"must be an origin, without a path: {uri.GetLeftPart(UriPartial.Authority)}");

    private static string? Parse(string value, out Uri? uri)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out uri) || uri.Scheme is not ("https" or "http"))
            return $"must be an address that begins with https://, not '{value}'";
        if (uri.Scheme == "http" && !uri.IsLoopback)
            return $"must begin with https://; plain http is for this machine only: '{value}'";
        if (uri.UserInfo.Length > 0)
            return "must hold no user name or password";
        return value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '\\' or '"' or '<' or '>')
            ? $"holds a sign that no address has: '{value}'"
            : null;
    }
}
