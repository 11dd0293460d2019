using System.Buffers;
using System.IO.Pipelines;

namespace DigitalAccess.Ils.Sip2;

/// <summary>What came over the wire instead of, or as, one message.</summary>
internal abstract record Sip2Frame
{
    private Sip2Frame() { }

    /// <summary>One message; <paramref name="Surplus"/> tells that more bytes than its terminator followed.</summary>
    public sealed record Message(Sip2Message Value, bool Surplus) : Sip2Frame;

    /// <summary>Nothing that could be used; the connection must be closed.</summary>
    public sealed record Unusable(PatronVerification Outcome) : Sip2Frame;
}

/// <summary>
/// Cuts the stream into messages. Servers end them with CR, CR LF, LF or a mixture on one connection; empty lines and
/// terminators left over from the message before mean nothing.
/// </summary>
internal sealed class Sip2FrameReader(PipeReader pipe, Sip2Parser parser)
{
    public const int MaxLength = 64 * 1024;
    private static readonly byte[] Blank = "\r\n "u8.ToArray();

    public async ValueTask<Sip2Frame> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var buffer = SkipBlanks(read.Buffer);
            if (ForeignProtocol.Speaks(buffer))
                return Unusable(new PatronVerification.Misconfigured(ConfigFault.WrongPort));
            if (LineEnd(buffer) is { } end)
                return Take(buffer, end);
            if (buffer.Length > MaxLength)
                return Unusable(new PatronVerification.ProtocolError(ProtocolFault.TooLong));
            if (read.IsCompleted)
                return Unusable(new PatronVerification.IlsUnavailable(OutageKind.ClosedEarly));
            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private Sip2Frame Take(ReadOnlySequence<byte> buffer, SequencePosition end)
    {
        var line = buffer.Slice(0, end);
        if (line.Length > MaxLength)
            return Unusable(new PatronVerification.ProtocolError(ProtocolFault.TooLong));
        var parse = line.IsSingleSegment ? parser.Parse(line.FirstSpan) : parser.Parse(line.ToArray());
        var rest = SkipBlanks(buffer.Slice(end));
        pipe.AdvanceTo(rest.Start);
        return parse.Message is { } message
            ? new Sip2Frame.Message(message, !rest.IsEmpty)
            : Unusable(new PatronVerification.ProtocolError(parse.Fault ?? ProtocolFault.NotUnderstood));
    }

    private static SequencePosition? LineEnd(ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        return reader.TryAdvanceToAny("\r\n"u8, advancePastDelimiter: false) ? reader.Position : null;
    }

    private static ReadOnlySequence<byte> SkipBlanks(ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        reader.AdvancePastAny(Blank);
        return buffer.Slice(reader.Position);
    }

    private static Sip2Frame.Unusable Unusable(PatronVerification outcome) => new(outcome);
}
