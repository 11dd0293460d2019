using System.Net;

namespace DigitalAccess.Web.Outbound;

/// <summary>
/// Which of the addresses that vendors and libraries wrote down may be called. Whoever writes one chooses where this program
/// knocks, from inside the operator's network; so it knocks at the public Internet, and where the operator said so.
/// </summary>
internal static class OutboundRules
{
    private static readonly string[] InnerNames = [".localhost", ".local", ".internal", ".home.arpa"];

    /// <summary>What can be said before the name is looked up.</summary>
    /// <returns>Why the address may not be called, as the end of a sentence; null when it may.</returns>
    public static string? RefuseTarget(Uri target, OutboundOptions options)
    {
        if (!target.IsAbsoluteUri || target.Scheme is not ("https" or "http") || target.IdnHost.Length == 0)
            return "the address is not an https address";
        if (target.UserInfo.Length > 0)
            return "the address holds a user name or password";

        // "localhost." is localhost to a resolver, and nothing to a comparison.
        var host = target.IdnHost;
        if (host.EndsWith('.'))
            return "the address holds a host name that ends in a dot";
        var allowed = IsAllowed(target, options);
        if (target.Scheme == "http" && !(allowed && options.PlainHttp))
            return "the address is plain http";
        if (allowed)
            return null;
        if (target.Port != 443 && !options.Ports.Contains(target.Port))
            return $"the address names port {target.Port}";
        if (IPAddress.TryParse(host, out var address))
            return RefuseAddresses([address], allowed: false);
        return !host.Contains('.') || InnerNames.Any(inner => host.EndsWith(inner, StringComparison.Ordinal)) ? "the address holds a name of an inner network" : null;
    }

    /// <summary>
    /// What can be said of all that a name leads to. One bad address among good ones is how a name is made that passes a check
    /// and leads inside.
    /// </summary>
    /// <returns>Why none of the addresses may be called, as the end of a sentence; null when each may.</returns>
    public static string? RefuseAddresses(IReadOnlyCollection<IPAddress> addresses, bool allowed)
    {
        if (addresses.Count == 0)
            return "the address leads nowhere";
        return addresses.Select(InnerNetworks.Find).FirstOrDefault(inner => inner is not null && !(allowed && inner.CanBeAllowed)) is { } network
            ? $"the address leads to {network.Name}"
            : null;
    }

    public static bool IsAllowed(Uri target, OutboundOptions options) => options.Allow.Contains(PlaceOf(target));

    /// <summary>Host and port as they are connected to: <c>①②⑦.0.0.1</c> is 127.0.0.1.</summary>
    public static string PlaceOf(Uri target) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{(target.HostNameType == UriHostNameType.IPv6 ? $"[{target.IdnHost}]" : target.IdnHost)}:{target.Port}");
}
