using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>
/// Uses up the code, or the pushed request, that this request stands on. Of any number of requests that show the same one at
/// the same moment, one goes on. (A refresh token is used up in the statement that writes its successor.)
/// </summary>
internal sealed class RedeemTickets(TicketStore tickets, Replays replays, UsedTicket used) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseScopedHandler<RedeemTickets>()
            .SetOrder(OpenIddictServerHandlers.RedeemTokenEntry.Descriptor.Order)
            .Build();

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (used.Ticket is { Kind: TicketKind.Code or TicketKind.PushedRequest } ticket && !await tickets.RedeemAsync(ticket, context.CancellationToken))
            await replays.RejectAsync(context, ticket, context.CancellationToken);
    }
}
