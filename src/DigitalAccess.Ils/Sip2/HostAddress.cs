using System.Net;
using System.Net.Sockets;

namespace DigitalAccess.Ils.Sip2;

/// <summary>Which hosts plain text may go to, and which no connection may ever go to.</summary>
internal static class HostAddress
{
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("::1/128"), IPNetwork.Parse("fc00::/7"),
    ];

    private static readonly string[] PrivateSuffixes = [".local", ".internal", ".lan", ".home.arpa", ".localhost"];

    public static bool LooksPrivate(string host) =>
        IPAddress.TryParse(host, out var address) ? IsPrivate(address)
        : host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || PrivateSuffixes.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    public static bool IsForbidden(string host) => IPAddress.TryParse(host, out var address) && IsForbidden(address);

    // Link-local addresses lead to cloud metadata services; a library's SIP2 server never lives there.
    public static bool IsForbidden(IPAddress address)
    {
        var plain = Plain(address);
        if (plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any) || plain.IsIPv6LinkLocal || plain.IsIPv6Multicast)
            return true;
        if (plain.AddressFamily != AddressFamily.InterNetwork)
            return false;
        var octets = plain.GetAddressBytes();
        return octets[0] is 0 or >= 224 || (octets[0] == 169 && octets[1] == 254);
    }

    private static bool IsPrivate(IPAddress address)
    {
        var plain = Plain(address);
        return Private.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
