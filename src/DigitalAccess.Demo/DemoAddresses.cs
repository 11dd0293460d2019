using System.Net;
using System.Net.Sockets;
using DigitalAccess.Simulators;

namespace DigitalAccess.Demo;

/// <summary>
/// Where everything is. The broker is on localhost and the vendors on 127.0.0.1: browsers keep cookies by host name
/// alone, and these must not share them any more than they would in real life.
/// </summary>
internal sealed record DemoAddresses(Uri Broker, Uri Kiosk, Uri Film, Uri Press, Uri Sites, Uri Desk)
{
    public static DemoAddresses Of(DemoOptions options) => new(
        At(options.Https ? "https" : "http", "localhost", options.BrokerPort),
        At("http", "127.0.0.1", options.KioskPort),
        At("http", "127.0.0.1", options.FilmPort),
        At("http", "127.0.0.1", options.PressPort),
        At("http", "127.0.0.1", options.SitesPort),
        At("http", "127.0.0.1", options.DeskPort));

    /// <summary>What localhost may mean to a browser. Many containers have no IPv6.</summary>
    private static readonly IPAddress[] Localhost = Refusal(IPAddress.IPv6Loopback, 0) is null ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];

    /// <summary>Where the broker listens.</summary>
    public IEnumerable<string> BrokerUrls => Localhost.Select(address => $"{Broker.Scheme}://{new IPEndPoint(address, Broker.Port)}");

    /// <summary>Before anything is started: a port that fails at the end would have cost a database first.</summary>
    /// <exception cref="IOException">Somebody listens where the demonstration wants to.</exception>
    public void ThrowIfTaken()
    {
        var places = Localhost.Select(address => (address, Broker.Port))
            .Concat(new[] { Kiosk, Film, Press, Sites, Desk }.Select(vendor => (IPAddress.Loopback, vendor.Port)));
        foreach (var (address, port) in places)
            if (Refusal(address, port) is { } why)
                throw new IOException($"Port {port} cannot be used ({why}). Is a demonstration running already? Stop what listens there, or take other ports: ./demo --free-ports");
    }

    private static string? Refusal(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return null;
        }
        catch (SocketException e)
        {
            return e.Message;
        }
    }

    private static Uri At(string scheme, string host, int port) => new($"{scheme}://{host}:{(port == 0 ? FreePort.Take() : port)}/");
}
