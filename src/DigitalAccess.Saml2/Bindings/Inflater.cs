using System.IO.Compression;

namespace DigitalAccess.Saml2.Bindings;

/// <summary>
/// DEFLATE (RFC 1951) that notices what the framework's stream hides: a stream that is cut off, one that goes on behind its
/// end, and one that unpacks to far more than a message.
/// </summary>
internal static class Inflater
{
    /// <exception cref="SamlException">It is no complete stream, or more than <paramref name="longest"/> bytes come out.</exception>
    public static byte[] Inflate(ReadOnlyMemory<byte> deflated, int longest)
    {
        if (deflated.IsEmpty)
            throw new SamlException(SamlFaultKind.Malformed, "The message is empty.");
        using var input = new LastByteApart(deflated);
        var output = new byte[Math.Min(longest + 1, Math.Max(1024, deflated.Length * 4))];
        var count = 0;
        try
        {
            using var inflating = new DeflateStream(input, CompressionMode.Decompress, leaveOpen: true);
            while (inflating.Read(output, count, output.Length - count) is var read and > 0)
            {
                count += read;
                if (count > longest)
                    throw new SamlException(SamlFaultKind.TooLarge, $"The message unpacks to more than {longest / 1024} KB.");
                if (count == output.Length)
                    Array.Resize(ref output, Math.Min(longest + 1, output.Length * 2));
            }
        }
        catch (InvalidDataException e)
        {
            throw new SamlException(SamlFaultKind.Malformed, "The message is not packed by DEFLATE (SAML Bindings 3.4.4.1).", e);
        }

        return input.EndedExactly
            ? output.AsSpan(0, count).ToArray()
            : throw new SamlException(SamlFaultKind.Malformed, "The packed message is cut off, or something follows it.");
    }

    /// <summary>Gives out the last byte by itself: a stream that ends there asks for it and for nothing after it.</summary>
    private sealed class LastByteApart(ReadOnlyMemory<byte> bytes) : Stream
    {
        private int _given;
        private bool _askedForMore;

        public bool EndedExactly => _given == bytes.Length && !_askedForMore;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var left = bytes.Length - _given;
            if (left == 0)
            {
                _askedForMore = true;
                return 0;
            }

            var next = Math.Min(buffer.Length, left == 1 ? 1 : left - 1);
            bytes.Span.Slice(_given, next).CopyTo(buffer);
            _given += next;
            return next;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
