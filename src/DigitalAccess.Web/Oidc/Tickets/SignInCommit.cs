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
    private OidcGrant? _grant;

    public void Prepare(UsageEvent launch, OidcGrant? newGrant) => (_launch, _grant) = (launch, newGrant);

    /// <returns>False when the session was ended from elsewhere at this very moment.</returns>
    public async Task<bool> CommitAsync(OidcTicket code, CancellationToken ct)
    {
        if (_launch is null)
            throw new InvalidOperationException("A code was made outside of the authorization endpoint.");
        try
        {
            await usage.CommitAsync(_launch, _grant is { } grant
                ? [() => GrantStore.InsertCommand(grant), () => TicketStore.InsertCommand(code)]
                : [() => TicketStore.InsertCommand(code)], ct);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return false;
        }
    }
}
