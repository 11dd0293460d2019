using System.Text;

namespace DigitalAccess.Simulators.Sip2;

/// <summary>Puts answers on the wire, rightly or with the fault of the hour. False from a method ends the connection.</summary>
internal sealed class SipSender(SimulatedIls ils, Stream stream, Encoding encoding)
{
    private const string LineEnd = "\r\n";
    private bool _askedToResend;

    private TimeProvider Clock => ils.Options.Clock;

    public async Task<bool> AskToResendAsync(CancellationToken stop)
    {
        await WriteAsync("96AZFEF6\r", stop);
        return true;
    }

    public async Task<bool> SendAsync(string answer, char? sequence, CancellationToken stop)
    {
        await WriteAsync(Seal(answer, sequence) + LineEnd, stop);
        return true;
    }

    public async Task<bool> SendPatronAsync(SipRequest request, Func<string> answer, SipAnswers answers, CancellationToken stop)
    {
        var sequence = request.Sequence;
        switch (ils.Fault)
        {
            case Sip2Fault.AskToResend resend when resend.Forever || !_askedToResend:
                _askedToResend = true;
                return await AskToResendAsync(stop);
            case Sip2Fault.OfflineStatus:
                return await SendAsync(answers.Status(online: false), sequence, stop);
            case Sip2Fault.Delay delay:
                await Task.Delay(delay.Time, Clock, stop);
                return await SendAsync(answer(), sequence, stop);
            case Sip2Fault.Late late:
                ils.Fault = Sip2Fault.None;
                var prepared = answer();
                await Task.Delay(late.Time, Clock, stop);
                return await SendAsync(prepared, sequence, stop);
            case Sip2Fault.WrongSequenceNumber wrong:
                return await SendWithWrongSequenceAsync(answer(), sequence, wrong.ThenRight, stop);
            case Sip2Fault.ErrorDetectionOff:
                return await SendAsync(answer(), null, stop);
            default:
                return await SendBrokenAsync(Seal(answer(), sequence), stop);
        }
    }

    private async Task<bool> SendBrokenAsync(string sealedAnswer, CancellationToken stop)
    {
        switch (ils.Fault)
        {
            case Sip2Fault.Drip drip:
                return await DripAsync(sealedAnswer + LineEnd, drip.Pause, stop);
            case Sip2Fault.LineEnding ending:
                return await TellAsync(sealedAnswer + ending.Ending, goOn: true, stop);
            case Sip2Fault.LeadingLineFeed:
                return await TellAsync("\n" + sealedAnswer + LineEnd, goOn: true, stop);
            case Sip2Fault.Drop drop:
                return await TellAsync(sealedAnswer[..Math.Min(drop.Bytes, sealedAnswer.Length)], goOn: false, stop);
            case Sip2Fault.BadChecksum:
                return await TellAsync(sealedAnswer[..^4] + (sealedAnswer.EndsWith("0000", StringComparison.Ordinal) ? "0001" : "0000") + LineEnd, goOn: true, stop);
            case Sip2Fault.Garbage:
                await stream.WriteAsync(new byte[] { 0x1B, 0x80, 0xC3, 0x28, 0x7C, 0xA0, 0x0D }, stop);
                return true;
            case Sip2Fault.EndlessLine:
                return await TellAsync("64" + new string('A', 1024 * 1024), goOn: true, stop);
            case Sip2Fault.Surplus:
                return await TellAsync(sealedAnswer + LineEnd + sealedAnswer + LineEnd, goOn: true, stop);
            case Sip2Fault.ClosesAfterAnswer:
                return await TellAsync(sealedAnswer + LineEnd, goOn: false, stop);
            default:
                return await TellAsync(sealedAnswer + LineEnd, goOn: true, stop);
        }
    }

    private async Task<bool> SendWithWrongSequenceAsync(string answer, char? sequence, bool thenRight, CancellationToken stop)
    {
        var other = sequence is { } own ? (char)('0' + (own - '0' + 7) % 10) : '7';
        await WriteAsync(Seal(answer, other) + LineEnd, stop);
        return !thenRight || await SendAsync(answer, sequence, stop);
    }

    private async Task<bool> DripAsync(string text, TimeSpan pause, CancellationToken stop)
    {
        foreach (var one in encoding.GetBytes(text))
        {
            await stream.WriteAsync(new[] { one }, stop);
            await Task.Delay(pause, Clock, stop);
        }

        return true;
    }

    private async Task<bool> TellAsync(string text, bool goOn, CancellationToken stop)
    {
        await WriteAsync(text, stop);
        return goOn;
    }

    private string Seal(string answer, char? sequence)
    {
        if (sequence is null)
            return answer;
        var open = $"{answer}AY{sequence}AZ";
        return open + SipChecksum.Of(encoding.GetBytes(open));
    }

    private async Task WriteAsync(string text, CancellationToken stop)
    {
        await stream.WriteAsync(encoding.GetBytes(text), stop);
        await stream.FlushAsync(stop);
    }
}
