namespace DigitalAccess.Web.Outbound;

/// <summary>The body of an answer as it arrives: no longer than was agreed, in time, and with every failure an <see cref="OutboundException"/>.</summary>
internal sealed class OutboundBody(
    Stream body, HttpContent content, long longest, CancellationTokenSource deadline, Func<Exception, OutboundException?> explain) : Stream
{
    private long _read;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public static OutboundException TooLong(long longest) => new(OutboundFault.TooLong, $"the answer is longer than {longest / 1024} KB");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var read = await body.ReadAsync(buffer, either.Token);
            return (_read += read) <= longest ? read : throw TooLong(longest);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && explain(e) is { } fault)
        {
            throw fault;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Would wait on a thread for as long as the other side likes.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are read by ReadAsync.");

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            content.Dispose();
            deadline.Dispose();
        }

        base.Dispose(disposing);
    }
}
