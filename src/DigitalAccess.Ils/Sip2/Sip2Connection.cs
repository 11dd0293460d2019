using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace DigitalAccess.Ils.Sip2;

/// <summary>One TCP connection with one request in flight at most. After any doubt it is closed, never used again.</summary>
internal sealed class Sip2Connection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly PipeReader _pipe;
    private readonly Sip2FrameReader _frames;
    private readonly Sip2Dialect _dialect;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private int _sequence = -1;

    public Sip2Connection(int id, Socket socket, Stream stream, Sip2Dialect dialect, TimeProvider clock, ILogger logger)
    {
        (Id, _socket, _stream, _dialect, _clock, _logger) = (id, socket, stream, dialect, clock, logger);
        _pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        _frames = new Sip2FrameReader(_pipe, new Sip2Parser(dialect.Wire));
    }

    public int Id { get; }

    /// <summary>Whether something came that no open request explains: the connection must not be used again.</summary>
    public bool IsTainted { get; private set; }

    public int PatronRequests { get; set; }

    public long IdleSince { get; set; }

    public char NextSequence() => (char)('0' + (_sequence = (_sequence + 1) % 10));

    /// <summary>
    /// Whether the server has neither closed nor sent anything since the last answer. A line feed that came after the
    /// carriage return (Koha) is swallowed.
    /// </summary>
    public bool IsQuiet()
    {
        try
        {
            Span<byte> peeked = stackalloc byte[4];
            while (_socket.Poll(0, SelectMode.SelectRead))
            {
                if (_stream is not NetworkStream || _socket.Available is 0 or > 4)
                    return false;
                var count = _socket.Receive(peeked, SocketFlags.Peek);
                if (peeked[..count].ContainsAnyExcept((byte)'\r', (byte)'\n'))
                    return false;
                _socket.Receive(peeked[..count]);
            }

            return !IsTainted;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public async Task<Sip2Exchange> ExchangeAsync(Sip2Request request, TimeSpan limit, Sip2Timing timing, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        using var deadline = new Deadline(_clock, timing.ForAnswer(limit), cancellationToken);
        var exchange = await TryExchangeAsync(request, deadline, cancellationToken);
        IsTainted |= exchange is Sip2Exchange.Failed;
        if (exchange is Sip2Exchange.Answered)
            timing.Answered();
        Report(request, exchange, _clock.GetElapsedTime(started));
        return exchange;
    }

    public async ValueTask DisposeAsync()
    {
        await _pipe.CompleteAsync();
        await _stream.DisposeAsync();
        _socket.Dispose();
        _logger.ConnectionClosed(_dialect.Settings.Name, Id);
    }

    private async Task<Sip2Exchange> TryExchangeAsync(Sip2Request request, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(request.Bytes, deadline.Token);
            return await AwaitAnswerAsync(request, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            IsTainted = true;
            cancellationToken.ThrowIfCancellationRequested();
            return new Sip2Exchange.Failed(OutageKind.Timeout);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            return new Sip2Exchange.Failed(OutageKind.ClosedEarly);
        }
    }

    private async Task<Sip2Exchange> AwaitAnswerAsync(Sip2Request request, CancellationToken cancellationToken)
    {
        for (var repeated = false; ;)
        {
            var frame = await _frames.ReadAsync(cancellationToken);
            if (frame is Sip2Frame.Unusable unusable)
                return new Sip2Exchange.Failed(unusable.Outcome);

            var (message, surplus) = (Sip2Frame.Message)frame;
            IsTainted |= surplus;
            _logger.Received(_dialect.Settings.Name, Id, message);
            switch (Judge(message, request))
            {
                case Verdict.Mine:
                    return new Sip2Exchange.Answered(message);
                case Verdict.Repeat when repeated:
                    return new Sip2Exchange.Failed(OutageKind.ServerError);
                case Verdict.Repeat:
                    repeated = true;
                    await _stream.WriteAsync(request.Bytes, cancellationToken);
                    break;
                case Verdict.Offline:
                    return new Sip2Exchange.Failed(OutageKind.OfflineStatus);
                case Verdict.NotMine:
                    IsTainted = true;
                    break;
                case Verdict.Broken:
                    return new Sip2Exchange.Failed(ReplyCorrelation.Fault(message, _dialect.Wire) ?? new(ProtocolFault.WrongCommand));
            }
        }
    }

    private Verdict Judge(Sip2Message message, Sip2Request request)
    {
        if (ReplyCorrelation.Fault(message, _dialect.Wire) is not null)
            return Verdict.Broken;
        if (message.Command == Sip2Commands.RequestScResend)
            return Verdict.Repeat;
        if (message.Command == Sip2Commands.AcsStatus && message.Fixed(2, 1) is not "Y")
            return Verdict.Offline;
        if (ReplyCorrelation.IsLate(message, _dialect.Wire, request.Sequence))
            return Verdict.NotMine;
        if (message.Command == request.Answer)
            return Verdict.Mine;
        // SIP2 2.12 lets the ACS announce its state at any time. The request is not sent again: it may hold a PIN.
        return message.Command == Sip2Commands.AcsStatus ? Verdict.NotMine : Verdict.Broken;
    }

    private void Report(Sip2Request request, Sip2Exchange exchange, TimeSpan took)
    {
        if (exchange is Sip2Exchange.Failed failed)
            _logger.ExchangeFailed(_dialect.Settings.Name, Id, request.Command, request.Bytes.Length, IlsTelemetry.OutcomeName(failed.Outcome), took.TotalMilliseconds);
        else
            _logger.Exchanged(_dialect.Settings.Name, Id, request.Command, request.Bytes.Length, took.TotalMilliseconds);
    }

    private enum Verdict { Mine, Repeat, Offline, NotMine, Broken }
}
