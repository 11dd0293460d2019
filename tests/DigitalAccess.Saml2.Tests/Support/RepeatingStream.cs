namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>A document too long to be kept anywhere: a start, something again and again, and an end.</summary>
internal sealed class RepeatingStream(byte[] start, byte[] repeated, int times, byte[] end) : Stream
{
    private byte[] _now = start;
    private int _at;
    private int _left = times;
    private bool _ended;

    public long Passed { get; private set; }

    /// <summary>Done when all but the end has been read.</summary>
    public Action? AtTheEnd { get; set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => Passed; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var filled = 0;
        while (filled < count && (_at < _now.Length || Next()))
        {
            var some = Math.Min(count - filled, _now.Length - _at);
            _now.AsSpan(_at, some).CopyTo(buffer.AsSpan(offset + filled));
            (_at, filled) = (_at + some, filled + some);
        }

        Passed += filled;
        return filled;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool Next()
    {
        if (_ended)
            return false;
        _at = 0;
        _ended = _left-- == 0;
        _now = _ended ? end : repeated;
        if (_ended)
            AtTheEnd?.Invoke();
        return true;
    }
}
