using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DigitalAccess.Web.Outbound;

/// <summary>
/// Which addresses are not the public Internet's (the IANA special-purpose address registries, RFC 6890), also where an IPv4
/// address is wrapped in an IPv6 one. Of IPv6, only what is given out for public use (2000::/3) is public.
/// </summary>
internal static class InnerNetworks
{
    private static readonly IPNetwork PublicIPv6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Teredo = IPNetwork.Parse("2001::/32");

    /// <summary>The kinds that an operator can have a use for; nobody has one for calling the rest.</summary>
    private static readonly InnerNetwork[] All =
    [
        new("0.0.0.0/8", "this network itself"),
        new("10.0.0.0/8", "a private network", CanBeAllowed: true),
        new("100.64.0.0/10", "a provider's inner network", CanBeAllowed: true),
        new("127.0.0.0/8", "this machine", CanBeAllowed: true),
        new("168.63.129.16/32", "a cloud's own services"),
        new("169.254.0.0/16", "the local link"),
        new("172.16.0.0/12", "a private network", CanBeAllowed: true),
        new("192.0.0.0/24", "a reserved network"),
        new("192.0.2.0/24", "a network for documentation"),
        new("192.88.99.0/24", "a reserved network"),
        new("192.168.0.0/16", "a private network", CanBeAllowed: true),
        new("198.18.0.0/15", "a network for benchmarks"),
        new("198.51.100.0/24", "a network for documentation"),
        new("203.0.113.0/24", "a network for documentation"),
        new("224.0.0.0/4", "a multicast group"),
        new("255.255.255.255/32", "everybody on the local link"),
        new("240.0.0.0/4", "a reserved network"),

        new("::1/128", "this machine", CanBeAllowed: true),
        new("fc00::/7", "a private network", CanBeAllowed: true),
        new("fe80::/10", "the local link"),
        new("fec0::/10", "a private network of old"),
        new("ff00::/8", "a multicast group"),
        new("64:ff9b:1::/48", "a translator's inner network"),
        new("2001:db8::/32", "a network for documentation"),
        new("3fff::/20", "a network for documentation"),
        new("2001::/23", "a reserved network"),
    ];

    /// <returns>The network that an address lies in, or null for the public Internet.</returns>
    public static InnerNetwork? Find(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return All.FirstOrDefault(inner => inner.Holds(address));
        if (Wrapped(address) is { } wrapped)
            return wrapped.Select(Find).FirstOrDefault(inner => inner is not null);
        return All.FirstOrDefault(inner => inner.Holds(address)) ?? (PublicIPv6.Contains(address) ? null : InnerNetwork.Unknown);
    }

    /// <summary>The IPv4 addresses that the packets would go to in the end, or null where the address is of IPv6 alone.</summary>
    private static IPAddress[]? Wrapped(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return [address.MapToIPv4()];
        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address))
            return [new(bytes.AsSpan(12))];
        if (SixToFour.Contains(address))
            return [new(bytes.AsSpan(2, 4))];

        // RFC 4380, section 4: the server's address, and the client's with every bit turned over.
        return Teredo.Contains(address) ? [new(bytes.AsSpan(4, 4)), FromBits(~BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(12)))] : null;
    }

    private static IPAddress FromBits(uint bits)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, bits);
        return new IPAddress(bytes);
    }
}

/// <summary>A range that is not the public Internet's.</summary>
internal sealed record InnerNetwork(IPNetwork Network, string Name, bool CanBeAllowed)
{
    /// <summary>IPv6 that nobody gives out for public use, the addresses that stand for IPv4 ones (<c>::7f00:1</c>) among it.</summary>
    public static readonly InnerNetwork Unknown = new("::/0", "a network that is not public");

    public InnerNetwork(string network, string name, bool CanBeAllowed = false) : this(IPNetwork.Parse(network), name, CanBeAllowed) { }

    public bool Holds(IPAddress address) => Network.BaseAddress.AddressFamily == address.AddressFamily && Network.Contains(address);
}
