using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>
/// Uses up the code, or the pushed request, that this request stands on. Of any number of requests that show the same one at
/// the same moment, one goes on. (A refresh token is used up in the statement that writes its successor.)
/// </summary>
internal sealed class RedeemTickets(TicketStore tickets, GrantStore grants, UsedTicket used) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseScopedHandler<RedeemTickets>()
            .SetOrder(OpenIddictServerHandlers.RedeemTokenEntry.Descriptor.Order)
            .Build();

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (used.Ticket is not { Kind: TicketKind.Code or TicketKind.PushedRequest } ticket || await tickets.RedeemAsync(ticket, context.CancellationToken))
            return;
        if (ticket.GrantId is { } grant)
            await grants.EndAsync(grant, GrantEnds.Replayed, context.CancellationToken);
        context.Reject(ReadTickets.FaultOf(ticket.Kind), "It was used before, and all that it gave has ended.");
    }
}
