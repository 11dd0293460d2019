using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Net;
using System.Net.Sockets;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>
/// Sees every name that this process looks up and every connection that it opens, the broker's in it among them: the
/// runtime itself reports them.
/// </summary>
internal sealed class OutboundWatch : EventListener
{
    private readonly ConcurrentQueue<string> _targets = new();

    public bool Saw(string target) => _targets.Any(t => t.Contains(target, StringComparison.OrdinalIgnoreCase));

    /// <summary>Proves that the watch is awake: without it, seeing nothing would mean nothing.</summary>
    public async Task AssertAwakeAsync()
    {
        await Assert.ThrowsAnyAsync<SocketException>(() => Dns.GetHostAddressesAsync("watched.invalid"));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync(IPAddress.Parse("127.9.9.9"), 9));
        Assert.True(Saw("watched.invalid"));
        Assert.True(Saw(AsReported(IPAddress.Parse("127.9.9.9"))));
    }

    /// <summary>Connections are reported as socket addresses: family, length and bytes, the port first.</summary>
    public static string AsReported(IPAddress address) => string.Join(',', address.GetAddressBytes());

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is "System.Net.NameResolution" or "System.Net.Sockets")
            EnableEvents(eventSource, EventLevel.Informational);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName is "ResolutionStart" or "ConnectStart")
            _targets.Enqueue(eventData.Payload?.FirstOrDefault()?.ToString() ?? "");
    }
}
