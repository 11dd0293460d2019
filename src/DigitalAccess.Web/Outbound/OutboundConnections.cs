using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Outbound;

/// <summary>How a name is looked up.</summary>
internal delegate Task<IPAddress[]> LookUp(string host, CancellationToken ct);

/// <summary>Opens connections to the very addresses that were checked: a name asked twice can answer twice.</summary>
internal sealed class OutboundConnections(IOptions<OutboundOptions> options, LookUp lookUp, TimeProvider clock)
{
    private const int MostAddresses = 3;
    private const int LongestHeadersInKilobytes = 16;

    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.Value.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = LongestHeadersInKilobytes,
        MaxResponseDrainSize = 0,

        // Trace ids are none of the vendor's business, and addresses with their queries none of the trace's.
        ActivityHeadersPropagator = null,
        SslOptions = new SslClientAuthenticationOptions
        {
            // A certificate says where the next one of its chain lies. To fetch it from there would be a call to an address
            // that somebody else wrote down, past all rules.
            CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
        },
        ConnectCallback = ConnectAsync,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await FindAsync(context.DnsEndPoint.Host, ct);
        if (OutboundRules.RefuseAddresses(addresses, OutboundRules.IsAllowed(context.InitialRequestMessage.RequestUri!, options.Value)) is { } reason)
            throw new OutboundException(OutboundFault.Refused, reason);
        SocketException? failure = null;
        foreach (var address in addresses.Take(MostAddresses))
        {
            try
            {
                return await ConnectAsync(address, context.DnsEndPoint.Port, options.Value.ConnectTimeout / Math.Min(addresses.Length, MostAddresses), ct);
            }
            catch (SocketException e)
            {
                failure = e;
            }
        }

        throw new OutboundException(OutboundFault.NotReached, "the server cannot be reached", failure);
    }

    private async Task<IPAddress[]> FindAsync(string host, CancellationToken ct)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        try
        {
            return await lookUp(host, ct);
        }
        catch (SocketException e)
        {
            throw new OutboundException(OutboundFault.NotReached, "the server's name is not known", e);
        }
    }

    /// <summary>An address that does not answer leaves time for the next.</summary>
    private async Task<NetworkStream> ConnectAsync(IPAddress address, int port, TimeSpan patience, CancellationToken ct)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var end = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, end.Token);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
