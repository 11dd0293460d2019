using DigitalAccess.Web.Data.Configurations;
using DigitalAccess.Web.Usage;
using Npgsql;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>
/// What one sign-in at a vendor writes: the launch, the grant when it is the first of the session, and the code. They wait
/// here, for this request, until the engine has made the code, and are then one commit: no code without a counted launch,
/// and no counted launch without a code.
/// </summary>
internal sealed class SignInCommit(UsageRecorder usage)
{
    private UsageEvent? _launch;
    private Func<NpgsqlBatchCommand>? _grant;

    /// <param name="launch">The launch.</param>
    /// <param name="grant">Writes the grant, or what is new of it; null where all of it is known.</param>
    public void Prepare(UsageEvent launch, Func<NpgsqlBatchCommand>? grant) => (_launch, _grant) = (launch, grant);

    /// <returns>False when the session was ended from elsewhere at this very moment.</returns>
    public async Task<bool> CommitAsync(OidcTicket code, CancellationToken ct)
    {
        if (_launch is null)
            throw new InvalidOperationException("A code was made outside of the authorization endpoint.");
        try
        {
            await usage.CommitAsync(_launch, _grant is { } grant
                ? [grant, () => TicketStore.InsertCommand(code)]
                : [() => TicketStore.InsertCommand(code)], ct);
            return true;
        }
        catch (PostgresException e) when (e.ConstraintName == OidcGrantConfiguration.OfSession)
        {
            return false;
        }
    }
}
