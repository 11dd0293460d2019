using System.Globalization;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>Lets so many bytes pass and no more: of all, and of one piece, which ends where the reader says so.</summary>
internal sealed class MeteredStream(Stream source, long longest, long longestPiece) : Stream
{
    private long _all;
    private long _piece;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _all; set => throw new NotSupportedException(); }

    public static async Task<ReadOnlyMemory<byte>> ReadWholeAsync(Stream source, long longest, CancellationToken ct)
    {
        await using var metered = new MeteredStream(source, longest, longest);
        using var whole = new MemoryStream();
        await metered.CopyToAsync(whole, ct);
        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }

    /// <summary>A new piece begins about here: the reader is ahead by what it has buffered, which does not matter at such sizes.</summary>
    public void NewPiece() => _piece = 0;

    public override int Read(byte[] buffer, int offset, int count) => Counted(source.Read(buffer, offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await source.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Counted(int read)
    {
        if ((_all += read) > longest)
            throw TooLarge("The metadata", longest);
        if ((_piece += read) > longestPiece)
            throw TooLarge("One entity of the metadata, or what stands between two,", longestPiece);
        return read;
    }

    private static SamlException TooLarge(string what, long limit) =>
        new(SamlFaultKind.TooLarge, string.Create(CultureInfo.InvariantCulture, $"{what} is longer than {limit / 1024} KB."));
}
