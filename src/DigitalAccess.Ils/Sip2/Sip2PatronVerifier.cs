using Microsoft.Extensions.Logging;

namespace DigitalAccess.Ils.Sip2;

/// <summary>Verifies patrons over SIP2 (3M Standard Interchange Protocol 2.00). Safe for concurrent use; one per ILS connection.</summary>
public sealed class Sip2PatronVerifier : IPatronVerifier
{
    private readonly Sip2Dialect _dialect;
    private readonly Sip2Requests _requests;
    private readonly Sip2Pool _pool;
    private readonly Sip2Breaker _breaker;
    private readonly PatronEvaluator _evaluator;
    private readonly Sip2Certificates _certificates;
    private readonly IlsSignals _signals;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <summary>Makes a verifier; it connects when it is first used.</summary>
    /// <param name="settings">Settings without faults (<see cref="Sip2Settings.Validate"/>).</param>
    /// <param name="loginPassword">Password of <see cref="Sip2Settings.LoginUser"/>.</param>
    /// <param name="clock">The clock of all deadlines and of "today".</param>
    /// <param name="logger">Gets commands, lengths, outcomes and durations, never a value.</param>
    public Sip2PatronVerifier(Sip2Settings settings, string? loginPassword, TimeProvider clock, ILogger<Sip2PatronVerifier> logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_clock, _logger) = (clock, logger);
        _dialect = new Sip2Dialect(settings);
        _requests = new Sip2Requests(_dialect, loginPassword, clock);
        _certificates = new Sip2Certificates(settings);
        _signals = new IlsSignals(settings.Name, clock, logger);
        _pool = new Sip2Pool(new Sip2Connector(_dialect, _requests, _certificates, clock, logger), settings, clock, logger);
        _breaker = new Sip2Breaker(settings.Name, clock, logger);
        _evaluator = new PatronEvaluator(_dialect);
    }

    private Sip2Settings Settings => _dialect.Settings;

    /// <inheritdoc/>
    public async Task<PatronVerification> VerifyAsync(PatronCredentials credentials, CancellationToken cancellationToken)
    {
        using var activity = IlsTelemetry.Source.StartActivity("ils.verify");
        var started = _clock.GetTimestamp();
        var outcome = await DecideAsync(credentials, cancellationToken);
        var took = _clock.GetElapsedTime(started);
        activity?.SetTag("protocol", "sip2").SetTag("connection", Settings.Name).SetTag("outcome", IlsTelemetry.OutcomeName(outcome));
        IlsTelemetry.Record("sip2", Settings.Name, outcome, took);
        _signals.Answered(outcome);
        _logger.Verified(Settings.Name, IlsTelemetry.OutcomeName(outcome), took.TotalMilliseconds);
        return outcome;
    }

    /// <inheritdoc/>
    public async Task<ConnectionHealth> CheckAsync(CancellationToken cancellationToken)
    {
        var timing = new Sip2Timing(Settings, _clock);
        using var deadline = new Deadline(_clock, Settings.VerificationTimeout, cancellationToken);
        var rental = await WithinAsync(deadline, async () => await _pool.RentFreshAsync(timing, deadline.Token),
            static timeout => new Sip2Rental.Refused(timeout), cancellationToken);
        if (rental is Sip2Rental.Refused refused)
            return Unhealthy(refused.Outcome, timing.Elapsed);

        await using var lease = ((Sip2Rental.Leased)rental).Lease;
        var theirs = lease.AcsStatus is { } status ? Sip2Dates.ReadTime(status.Fixed(14, 18), _dialect.TimeZone) : null;
        var skew = theirs - _clock.GetUtcNow();
        _signals.ClockIsOffBy(skew);
        return new ConnectionHealth(true, null, null, timing.Elapsed, skew);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        _certificates.Dispose();
    }

    private async Task<PatronVerification> DecideAsync(PatronCredentials credentials, CancellationToken cancellationToken)
    {
        if (!_requests.CanCarry(credentials))
            return new PatronVerification.InvalidCredentials(InvalidReason.RefusedLocally);

        if (_breaker.Standing() is { } answer)
            return answer;

        // Waiting for a turn comes before the breaker: a crowd that was turned away says nothing good or bad of the ILS.
        var timing = new Sip2Timing(Settings, _clock);
        using var deadline = new Deadline(_clock, Settings.VerificationTimeout, cancellationToken);
        if (!await _pool.TakeTurnAsync(cancellationToken))
            return new PatronVerification.IlsUnavailable(OutageKind.PoolExhausted);
        var asked = false;
        try
        {
            return await _breaker.RunAsync(async () =>
            {
                asked = true;
                return await WithinAsync(deadline, () => AskAsync(credentials, timing, deadline.Token), static timeout => timeout, cancellationToken);
            });
        }
        finally
        {
            if (!asked)
                _pool.GiveTurnBack();
        }
    }

    private async Task<PatronVerification> AskAsync(PatronCredentials credentials, Sip2Timing timing, CancellationToken cancellationToken)
    {
        var rental = await _pool.RentAsync(timing, cancellationToken);
        if (rental is Sip2Rental.Refused refused)
            return refused.Outcome;

        await using var lease = ((Sip2Rental.Leased)rental).Lease;
        using var request = _requests.Patron(credentials, lease.Connection.NextSequence());
        lease.Connection.PatronRequests++;
        var exchange = await lease.Connection.ExchangeAsync(request, Settings.ReplyTimeout, timing, cancellationToken);
        if (exchange is Sip2Exchange.Failed failed)
            return failed.Outcome;

        var message = ((Sip2Exchange.Answered)exchange).Message;
        if (!ReplyCorrelation.IsAbout(message, credentials.Card, _dialect))
            return new PatronVerification.ProtocolError(ProtocolFault.WrongPatron);
        if (PatronStatus.HasUnknownSigns(message.Fixed(2, PatronStatus.Length)))
            _signals.Raise(IlsSignal.UnknownStatusSigns);
        var outcome = _evaluator.Evaluate(message, credentials.Card, Sip2Dates.Today(_clock, _dialect.TimeZone));
        if (outcome is not PatronVerification.ProtocolError && await EndSessionAsync(lease.Connection, credentials.Card, timing, cancellationToken))
            lease.Release();
        return outcome;
    }

    // The patron is already judged, so whatever happens to this message costs only the connection.
    private async Task<bool> EndSessionAsync(Sip2Connection connection, CardNumber card, Sip2Timing timing, CancellationToken cancellationToken)
    {
        if (!Settings.SendEndSession)
            return true;
        using var request = _requests.EndSession(card, connection.NextSequence());
        try
        {
            return await connection.ExchangeAsync(request, Settings.ReplyTimeout, timing, cancellationToken) is Sip2Exchange.Answered;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<T> WithinAsync<T>(
        Deadline deadline, Func<Task<T>> work, Func<PatronVerification, T> onTimeout, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (deadline.HasPassed && !cancellationToken.IsCancellationRequested)
        {
            return onTimeout(new PatronVerification.IlsUnavailable(OutageKind.Timeout));
        }
    }

    private static ConnectionHealth Unhealthy(PatronVerification outcome, TimeSpan took) => outcome switch
    {
        PatronVerification.IlsUnavailable { Kind: var kind } => new(false, kind, null, took, null),
        PatronVerification.Misconfigured { Fault: var fault } => new(false, null, fault, took, null),
        _ => new(false, OutageKind.ServerError, null, took, null),
    };
}
