using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace DigitalAccess.Ils.Sip2;

/// <summary>
/// Stops asking an ILS that fails. Only faults of the ILS count: wrong PINs and blocked patrons are its good answers. A
/// refused broker account stops at once, for each further try could lock that account.
/// </summary>
internal sealed class Sip2Breaker
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(15);
    private readonly ResiliencePipeline<PatronVerification> _pipeline;
    private readonly string _connection;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private PatronVerification.Misconfigured? _refusal;
    private long _refusedSince;

    public Sip2Breaker(string connection, TimeProvider clock, ILogger logger)
    {
        (_connection, _clock, _logger) = (connection, clock, logger);
        var options = new CircuitBreakerStrategyOptions<PatronVerification>
        {
            FailureRatio = 0.5,
            MinimumThroughput = 5,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = Break,
            ShouldHandle = static args => ValueTask.FromResult(CountsAsFailure(args.Outcome.Result)),
            OnOpened = _ => { logger.CircuitOpened(connection); return default; },
            OnClosed = _ => { logger.CircuitClosed(connection); return default; },
        };
        _pipeline = new ResiliencePipelineBuilder<PatronVerification> { TimeProvider = clock }.AddCircuitBreaker(options).Build();
    }

    public async Task<PatronVerification> RunAsync(Func<CancellationToken, Task<PatronVerification>> verify, CancellationToken cancellationToken)
    {
        if (StandingRefusal() is { } refusal)
            return refusal;
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var result = await _pipeline.ExecuteAsync(static async (context, run) => await run(context.CancellationToken), context, verify);
            Remember(result as PatronVerification.Misconfigured);
            return result;
        }
        catch (BrokenCircuitException)
        {
            return new PatronVerification.IlsUnavailable(OutageKind.CircuitOpen);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool CountsAsFailure(PatronVerification? outcome) => outcome is
        PatronVerification.ProtocolError or PatronVerification.IlsUnavailable;

    private PatronVerification.Misconfigured? StandingRefusal()
    {
        lock (_lock)
        {
            if (_refusal is not null && _clock.GetElapsedTime(_refusedSince) >= Break)
            {
                // This caller is the one trial; others wait for another break.
                _refusedSince = _clock.GetTimestamp();
                return null;
            }

            return _refusal;
        }
    }

    private void Remember(PatronVerification.Misconfigured? refusal)
    {
        if (refusal is not null)
            _logger.Misconfigured(_connection, refusal.Fault);
        lock (_lock)
        {
            _refusal = refusal;
            _refusedSince = _clock.GetTimestamp();
        }
    }
}
