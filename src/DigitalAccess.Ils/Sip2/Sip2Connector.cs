using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace DigitalAccess.Ils.Sip2;

/// <summary>Opens connections: TCP, TLS, 93, then 99 where wanted.</summary>
internal sealed class Sip2Connector(Sip2Dialect dialect, Sip2Requests requests, Sip2Certificates certificates, TimeProvider clock, ILogger logger)
{
    private int _lastId;

    private Sip2Settings Settings => dialect.Settings;

    /// <summary>
    /// Tries once more where the ILS refused or dropped the connection, which costs the patron nothing as long as no patron
    /// request left. A time-out is not tried again: an overloaded server would get the double load.
    /// </summary>
    public async Task<Sip2Connecting> ConnectAsync(bool withStatus, Sip2Timing timing, CancellationToken cancellationToken)
    {
        var first = await TryConnectAsync(withStatus, timing, cancellationToken);
        return first is Sip2Connecting.Failed { Outcome: PatronVerification.IlsUnavailable { Kind: OutageKind.ConnectFailed or OutageKind.ClosedEarly } }
            ? await TryConnectAsync(withStatus, timing, cancellationToken)
            : first;
    }

    private async Task<Sip2Connecting> TryConnectAsync(bool withStatus, Sip2Timing timing, CancellationToken cancellationToken)
    {
        var connecting = await OpenAsync(timing, cancellationToken);
        if (connecting is Sip2Connecting.Ready ready)
            connecting = await GreetAsync(ready.Connection, withStatus, timing, cancellationToken);
        if (connecting is Sip2Connecting.Failed failed)
            logger.ConnectFailed(Settings.Name, IlsTelemetry.OutcomeName(failed.Outcome));
        return connecting;
    }

    private async Task<Sip2Connecting> OpenAsync(Sip2Timing timing, CancellationToken cancellationToken)
    {
        if (!certificates.TryLoad())
            return Failed(new PatronVerification.Misconfigured(ConfigFault.CertificateFile));
        using var deadline = new Deadline(clock, timing.ForConnecting, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var tls = new Sip2Tls(Settings, certificates);
        var (connected, opened) = (false, false);
        try
        {
            await socket.ConnectAsync(await ResolveAsync(deadline.Token), Settings.Port, deadline.Token);
            connected = true;
            var stream = await tls.SecureAsync(new NetworkStream(socket, ownsSocket: true), deadline.Token);
            var connection = new Sip2Connection(Interlocked.Increment(ref _lastId), socket, stream, dialect, clock, logger);
            logger.Connected(Settings.Name, connection.Id);
            opened = true;
            return new Sip2Connecting.Ready(connection, null);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or AuthenticationException
            or CryptographicException or ArgumentException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Failed(tls.NameMismatch ? new PatronVerification.Misconfigured(ConfigFault.TlsName)
                : deadline.HasPassed ? new PatronVerification.IlsUnavailable(OutageKind.Timeout)
                : new PatronVerification.IlsUnavailable(connected && Settings.Tls != TlsMode.Off ? OutageKind.Tls : OutageKind.ConnectFailed));
        }
        finally
        {
            if (!opened)
                socket.Dispose();
        }
    }

    // Names are judged after they are resolved: a name that leads to a metadata service is refused like its address.
    private async Task<IPAddress[]> ResolveAsync(CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(Settings.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(Settings.Host, cancellationToken);
        var allowed = addresses.Where(address => !HostAddress.IsForbidden(address)).ToArray();
        return allowed.Length > 0 ? allowed : throw new SocketException((int)SocketError.AddressNotAvailable);
    }

    private async Task<Sip2Connecting> GreetAsync(Sip2Connection connection, bool withStatus, Sip2Timing timing, CancellationToken cancellationToken)
    {
        Sip2Connecting? greeted = null;
        try
        {
            greeted = await LogInAsync(connection, timing, cancellationToken)
                ?? (withStatus || Settings.SendScStatus ? await AskStatusAsync(connection, timing, cancellationToken) : new Sip2Connecting.Ready(connection, null));
            return greeted;
        }
        finally
        {
            if (greeted is not Sip2Connecting.Ready)
                await connection.DisposeAsync();
        }
    }

    // A refused terminal must hang up: Koha then serves patron requests to it with whatever rights an earlier client had.
    private async Task<Sip2Connecting.Failed?> LogInAsync(Sip2Connection connection, Sip2Timing timing, CancellationToken cancellationToken)
    {
        if (Settings.LoginUser is null)
            return null;
        using var request = requests.Login(connection.NextSequence());
        if (!request.IsSendable)
            return Failed(new PatronVerification.Misconfigured(ConfigFault.LoginRefused));
        return await connection.ExchangeAsync(request, Settings.LoginTimeout, timing, cancellationToken) switch
        {
            Sip2Exchange.Answered { Message: var message } when message.Fixed(2, 1) is "1" => null,
            Sip2Exchange.Answered => Failed(new PatronVerification.Misconfigured(ConfigFault.LoginRefused)),
            Sip2Exchange.Failed failed => Failed(failed.Outcome),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<Sip2Connecting> AskStatusAsync(Sip2Connection connection, Sip2Timing timing, CancellationToken cancellationToken)
    {
        using var request = requests.ScStatus(connection.NextSequence());
        return await connection.ExchangeAsync(request, Settings.LoginTimeout, timing, cancellationToken) switch
        {
            Sip2Exchange.Answered answered => new Sip2Connecting.Ready(connection, answered.Message),
            Sip2Exchange.Failed failed => Failed(failed.Outcome),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Sip2Connecting.Failed Failed(PatronVerification outcome) => new(outcome);
}
