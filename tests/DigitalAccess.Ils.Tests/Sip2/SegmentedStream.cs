namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>Gives its bytes in exactly the given segments, as a network would.</summary>
internal sealed class SegmentedStream(IReadOnlyList<byte[]> segments) : MemoryStream
{
    private int _next;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_next == segments.Count)
            return ValueTask.FromResult(0);
        var segment = segments[_next++];
        segment.CopyTo(buffer);
        return ValueTask.FromResult(segment.Length);
    }
}
