using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>Somebody else's part of a protocol: a Node.js program that takes orders by line. One for the whole run, started when first asked.</summary>
public abstract class NodeProgram : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _waiting = new();
    private readonly Lazy<Process> _node;
    private readonly Lock _writing = new();
    private readonly string _file;
    private int _orders;

    private protected NodeProgram(string file) => (_file, _node) = (file, new Lazy<Process>(Start));

    /// <exception cref="PeerFaultException">The peer found a fault, or was told of one.</exception>
    internal async Task<JsonElement> AskAsync(string order, object given)
    {
        var id = Interlocked.Increment(ref _orders);
        var answer = _waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var line = JsonSerializer.SerializeToNode(given, Wire)!.AsObject();
        (line["id"], line["order"]) = (id, order);
        lock (_writing)
            _node.Value.StandardInput.WriteLine(line.ToJsonString(Wire));
        var said = await answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return said.TryGetProperty("fault", out var fault) ? throw new PeerFaultException(order, fault) : said.GetProperty("answer");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (!_node.IsValueCreated)
            return;
        _node.Value.StandardInput.Close();
        await _node.Value.WaitForExitAsync();
        _node.Value.Dispose();
    }

    private Process Start()
    {
        // Its input is a pipe of ours: however this process ends, the peer's input ends with it, and so does the peer.
        var node = Process.Start(new ProcessStartInfo("node", [Repository.File("tests", "DigitalAccess.Web.Tests", "Peers", "node", _file)])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("Node.js did not start; ./test installs it.");
        _ = ReadAsync(node);
        return node;
    }

    private async Task ReadAsync(Process node)
    {
        while (await node.StandardOutput.ReadLineAsync() is { } line)
        {
            var said = JsonSerializer.Deserialize<JsonElement>(line);
            if (_waiting.TryRemove(said.GetProperty("id").GetInt32(), out var waiting))
                waiting.SetResult(said);
        }

        foreach (var waiting in _waiting.Values)
            waiting.TrySetException(new InvalidOperationException("The peer has ended; what it wrote to its error output is above."));
    }
}

/// <summary>What the peer says is wrong.</summary>
internal sealed class PeerFaultException(string order, JsonElement fault) : Exception($"{order}: {fault.GetProperty("message").GetString()} {fault}")
{
    /// <summary>The library's own code for it; null for what is no fault of the protocol.</summary>
    public string? Code { get; } = fault.GetProperty("code").GetString();

    /// <summary>The OAuth error that the provider told the peer.</summary>
    public string? Error { get; } = fault.GetProperty("error").GetString();
}
