using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>Finds what a handle stands for.</summary>
internal sealed class ReadTickets(TicketStore tickets, Replays replays, UsedTicket used, TimeProvider clock) : IOpenIddictServerHandler<ValidateTokenContext>
{
    /// <summary>OpenID Connect Core 1.0, section 3.1.2.6.</summary>
    private const string InvalidRequestUri = "invalid_request_uri";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<ReadTickets>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateIdentityModelToken.Descriptor.Order - 500)
            .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        // Handles are 43 characters; what has dots is a token that carries its own proof.
        if (context.Principal is not null || context.Token is not { Length: > 0 and <= 64 } handle || handle.Contains('.'))
            return;
        if (await tickets.FindAsync(handle, context.CancellationToken) is not { } ticket || !Expected(context, ticket.Kind))
            return;

        // Nobody but its own client, which has proved itself by now, may use up what a ticket gave, or end it.
        if (context.Request?.ClientId is { } client && client != ticket.ClientId)
        {
            context.Reject(FaultOf(ticket.Kind), "It was given to another client.");
            return;
        }

        if (ticket.RedeemedAt is not null)
        {
            await replays.RejectAsync(context, ticket, context.CancellationToken);
            return;
        }

        if (ticket.ExpiresAt <= clock.GetUtcNow())
        {
            context.Reject(FaultOf(ticket.Kind), "It has expired.");
            return;
        }

        used.Ticket = ticket;
        context.Principal = TicketClaims.Read(ticket.Claims).SetTokenType(TypeOf(ticket.Kind)).SetExpirationDate(ticket.ExpiresAt);
    }

    /// <summary>The engine makes <c>invalid_grant</c> of it at the token endpoint.</summary>
    public static string FaultOf(TicketKind kind) => kind == TicketKind.PushedRequest ? InvalidRequestUri : Errors.InvalidToken;

    private static bool Expected(ValidateTokenContext context, TicketKind kind) => context.ValidTokenTypes.Count == 0 || context.ValidTokenTypes.Contains(TypeOf(kind));

    private static string TypeOf(TicketKind kind) => kind switch
    {
        TicketKind.Code => TokenTypeIdentifiers.Private.AuthorizationCode,
        TicketKind.RefreshToken => TokenTypeIdentifiers.RefreshToken,
        TicketKind.PushedRequest => TokenTypeIdentifiers.Private.RequestToken,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
