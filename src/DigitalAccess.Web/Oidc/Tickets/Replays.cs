using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>
/// What comes a second time is in two hands, and nobody knows which are the patron's: all that it gave ends
/// (RFC 9700, sections 2.1.1 and 4.14.2), whether the second comes later or at the same moment.
/// </summary>
internal sealed class Replays(GrantStore grants)
{
    public async Task RejectAsync(BaseValidatingContext context, OidcTicket ticket, CancellationToken ct)
    {
        if (ticket.GrantId is { } grant)
            await grants.EndAsync(grant, GrantEnds.Replayed, ct);
        context.Reject(FaultIn(context, ticket.Kind), "It was used before, and all that it gave has ended.");
    }

    private static string FaultIn(BaseValidatingContext context, TicketKind kind) =>
        context is ValidateTokenContext || kind == TicketKind.PushedRequest ? ReadTickets.FaultOf(kind) : Errors.InvalidGrant;
}
