using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>Answers the n-th request of each connection with the n-th recorded bytes; null closes the connection.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly IReadOnlyList<byte[]?> _answers;
    private readonly byte[] _banner;
    private readonly bool _closesAtEnd;
    private int _connections;
    private int _hungUpOn;
    private int _resets;

    public ScriptedServer(IReadOnlyList<byte[]?> answers, byte[]? banner = null, bool closesAtEnd = false)
    {
        (_answers, _banner, _closesAtEnd) = (answers, banner ?? [], closesAtEnd);
        _listener.Start();
        _ = AcceptAsync();
    }

    public ScriptedServer(params string?[] answers)
        : this([.. answers.Select(answer => answer is null ? null : Encoding.Latin1.GetBytes(answer))]) { }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<string> Requests { get; } = new();

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Connections that the other side has closed while we held them open.</summary>
    public int HungUpOn => Volatile.Read(ref _hungUpOn);

    /// <summary>Resets each connection after its last answer, as a firewall does that has forgotten it.</summary>
    public bool ResetsAtEnd { get; init; }

    /// <summary>Connections that were reset.</summary>
    public int Resets => Volatile.Read(ref _resets);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Interlocked.Increment(ref _connections);
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                await stream.WriteAsync(_banner, _stop.Token);
                for (var i = 0; await ReadRequestAsync(stream) is { } line; i++)
                {
                    Requests.Enqueue(line);
                    if (i >= _answers.Count)
                        continue;
                    if (_answers[i] is not { } answer)
                        return;
                    await stream.WriteAsync(answer, _stop.Token);
                    if (_closesAtEnd && i == _answers.Count - 1)
                        return;
                    if (ResetsAtEnd && i == _answers.Count - 1)
                    {
                        client.Client.Close(timeout: 0);
                        Interlocked.Increment(ref _resets);
                        return;
                    }
                }

                Interlocked.Increment(ref _hungUpOn);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
            }
        }
    }

    private async Task<string?> ReadRequestAsync(NetworkStream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) > 0)
        {
            if (one[0] == '\r')
                return line.ToString();
            line.Append((char)one[0]);
        }

        return null;
    }
}
