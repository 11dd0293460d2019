using System.Net;
using System.Net.Sockets;

namespace DigitalAccess.Simulators.Sip2;

/// <summary>A library system that speaks SIP2 on loopback and misbehaves on demand. Shares no code with the broker.</summary>
public sealed class SimulatedIls : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly SipLogbook _logbook = new();
    private readonly Dictionary<string, SimulatedPatron> _byCard;
    private readonly Task _accepting;
    private volatile Sip2Fault _fault = Sip2Fault.None;

    private SimulatedIls(SimulatedIlsOptions options)
    {
        Options = options;
        var today = DateOnly.FromDateTime(options.LocalNow.DateTime);
        Patrons = [.. new SimulatedPatrons(options, today).Invent(), .. options.FurtherPatrons];
        _byCard = Patrons.ToDictionary(patron => patron.Card, StringComparer.OrdinalIgnoreCase);
        _listener = new TcpListener(options.Address, options.Port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public SimulatedIlsOptions Options { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How it misbehaves from now on; may be changed while it runs.</summary>
    public Sip2Fault Fault { get => _fault; set => _fault = value; }

    public IReadOnlyList<SimulatedPatron> Patrons { get; }

    /// <summary>The patrons a demo can rely on, one for each scenario.</summary>
    public IEnumerable<SimulatedPatron> ScenarioPatrons => Patrons.Where(patron => patron.Scenario is not null);

    /// <summary>Connections since the start.</summary>
    public int Connections => Volatile.Read(ref _logbook.Connections);

    public int OpenConnections => Volatile.Read(ref _logbook.Open);

    /// <summary>Logins of terminals, refused ones included.</summary>
    public int Logins => Volatile.Read(ref _logbook.Logins);

    public int PatronRequests => Volatile.Read(ref _logbook.PatronRequests);

    public static SimulatedIls Start(SimulatedIlsOptions? options = null) => new(options ?? new());

    public SimulatedPatron Patron(string scenario) => Patrons.First(patron => patron.Scenario == scenario);

    /// <summary>Patron requests for one card.</summary>
    public int TriesOf(string card) => _logbook.TriesOf(card);

    /// <summary>What staff do when a patron has typed too many wrong PINs.</summary>
    public void Unlock(string card) => _logbook.Unlock(card);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    internal SimulatedPatron? Find(string? card) => _byCard.GetValueOrDefault(card?.Trim() ?? "");

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Interlocked.Increment(ref _logbook.Connections);
        Interlocked.Increment(ref _logbook.Open);
        try
        {
            using (client)
                await new SipSession(this, _logbook, client).RunAsync(_stop.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away; nothing to tell anybody.
        }
        finally
        {
            Interlocked.Decrement(ref _logbook.Open);
        }
    }
}
