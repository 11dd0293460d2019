using System.Net;
using System.Net.Sockets;
using DigitalAccess.Simulators;

namespace DigitalAccess.Demo;

/// <summary>
/// Where everything is. The broker is on localhost and the vendors on 127.0.0.1: browsers keep cookies by host name
/// alone, and these must not share them any more than they would in real life.
/// </summary>
internal sealed record DemoAddresses(Uri Broker, Uri Kiosk, Uri Film, Uri Sites, Uri Desk)
{
    public static DemoAddresses Of(DemoOptions options) => new(
        At(options.Https ? "https" : "http", "localhost", options.BrokerPort),
        At("http", "127.0.0.1", options.KioskPort),
        At("http", "127.0.0.1", options.FilmPort),
        At("http", "127.0.0.1", options.SitesPort),
        At("http", "127.0.0.1", options.DeskPort));

    /// <summary>Before anything is started: a port that fails at the end would have cost a database first.</summary>
    /// <exception cref="IOException">Somebody listens where the demonstration wants to.</exception>
    public void ThrowIfTaken()
    {
        foreach (var port in new[] { Broker, Kiosk, Film, Sites, Desk }.Select(address => address.Port))
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
            }
            catch (SocketException e)
            {
                throw new IOException($"Port {port} cannot be used ({e.Message}). Is a demonstration running already? Stop what listens there, or take other ports: ./demo --free-ports", e);
            }
        }
    }

    private static Uri At(string scheme, string host, int port) => new($"{scheme}://{host}:{(port == 0 ? FreePort.Take() : port)}/");
}
