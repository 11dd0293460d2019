using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace DigitalAccess.Ils.Sip2;

/// <summary>
/// Stops asking an ILS that fails: five faults within 30 seconds close the door for 15, then one trial goes out. Only
/// faults of the ILS count; wrong PINs and blocked patrons are its good answers, and a cancelled login says nothing. A count
/// and no ratio: the good answers of a minute ago do not keep a crowd waiting for a system that hangs now. A refused broker
/// account closes the door at once, for each further try could lock that account.
/// </summary>
internal sealed class Sip2Breaker(string connection, TimeProvider clock, ILogger logger)
{
    public const int FaultsThatOpen = 5;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(15);
    private static readonly PatronVerification Open = new PatronVerification.IlsUnavailable(OutageKind.CircuitOpen);
    private readonly Lock _lock = new();
    private readonly Queue<long> _faults = new();
    private PatronVerification? _answer;
    private long _openedAt;
    private bool _trialIsOut;

    /// <summary>What everybody is told who need not wait for a turn, because nobody would be asked; null where somebody would.</summary>
    public PatronVerification? Standing()
    {
        lock (_lock)
            return _trialIsOut || clock.GetElapsedTime(_openedAt) < Break ? _answer : null;
    }

    public async Task<PatronVerification> RunAsync(Func<Task<PatronVerification>> verify)
    {
        if (!MayAsk(out var isTrial, out var answer))
            return answer;
        PatronVerification? outcome = null;
        try
        {
            return outcome = await verify();
        }
        finally
        {
            Settle(outcome, isTrial);
        }
    }

    private bool MayAsk(out bool isTrial, [NotNullWhen(false)] out PatronVerification? answer)
    {
        lock (_lock)
        {
            answer = Standing();
            isTrial = answer is null && _answer is not null;
            _trialIsOut |= isTrial;
            return answer is null;
        }
    }

    /// <param name="outcome">The answer; null where the caller gave up, so that the next one is the trial.</param>
    /// <param name="isTrial">Whether this was the one trial: only that can close the circuit, never a straggler.</param>
    private void Settle(PatronVerification? outcome, bool isTrial)
    {
        lock (_lock)
        {
            _trialIsOut &= !isTrial;
            if (outcome is PatronVerification.Misconfigured refusal)
                OpenWith(refusal);
            else if (outcome is PatronVerification.ProtocolError or PatronVerification.IlsUnavailable)
                CountFault(isTrial);
            else if (outcome is not null && isTrial)
                Close();
        }
    }

    private void CountFault(bool isTrial)
    {
        var now = clock.GetTimestamp();
        while (_faults.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) > Window)
            _faults.Dequeue();
        _faults.Enqueue(now);
        if (isTrial || (_answer is null && _faults.Count >= FaultsThatOpen))
            OpenWith(Open);
    }

    private void OpenWith(PatronVerification answer)
    {
        (_answer, _openedAt) = (answer, clock.GetTimestamp());
        if (answer is PatronVerification.Misconfigured { Fault: var fault })
            logger.Misconfigured(connection, fault);
        else
            logger.CircuitOpened(connection);
    }

    private void Close()
    {
        _answer = null;
        _faults.Clear();
        logger.CircuitClosed(connection);
    }
}
