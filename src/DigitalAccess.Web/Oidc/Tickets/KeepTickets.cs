using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>
/// Makes codes, refresh tokens and pushed requests into tickets of ours, in place of the engine's own storage: a random handle
/// goes out, and one statement writes what it stands for.
/// </summary>
internal sealed class KeepTickets(TicketStore tickets, Replays replays, SignInCommit commit, UsedTicket used) : IOpenIddictServerHandler<GenerateTokenContext>
{
    private static readonly string[] Lasting = [Claims.Subject, Claims.AuthenticationTime, Claims.AuthenticationContextReference, Claims.AuthenticationMethodReference];

    private static readonly string[] OfTheCode =
        [Claims.Private.Nonce, Claims.Private.RedirectUri, Claims.Private.CodeChallenge, Claims.Private.CodeChallengeMethod];

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<GenerateTokenContext>()
            .UseScopedHandler<KeepTickets>()
            .SetOrder(OpenIddictServerHandlers.Protection.AttachSecurityCredentials.Descriptor.Order - 500)
            .Build();

    public async ValueTask HandleAsync(GenerateTokenContext context)
    {
        switch (context.TokenType)
        {
            case TokenTypeIdentifiers.Private.AuthorizationCode:
                if (!await commit.CommitAsync(Make(context, TicketKind.Code), context.CancellationToken))
                    context.Reject(Errors.LoginRequired, "The session has just ended.");
                break;
            case TokenTypeIdentifiers.Private.RequestToken:
                await tickets.KeepAsync(Make(context, TicketKind.PushedRequest), context.CancellationToken);
                break;
            case TokenTypeIdentifiers.RefreshToken:
                var successor = Make(context, TicketKind.RefreshToken);
                if (used.Ticket is not { Kind: TicketKind.RefreshToken } predecessor)
                    await tickets.KeepAsync(successor, context.CancellationToken);
                else if (!await tickets.ReplaceAsync(predecessor, successor, context.CancellationToken))
                    await replays.RejectAsync(context, predecessor, context.CancellationToken);
                break;
        }
    }

    private static OidcTicket Make(GenerateTokenContext context, TicketKind kind)
    {
        var principal = kind == TicketKind.RefreshToken ? WithoutAttributes(context.Principal) : context.Principal;
        var (handle, ticket) = TicketStore.Make(kind, context.ClientId!, Guid.TryParse(principal.GetAuthorizationId(), out var grant) ? grant : null,
            principal.GetCreationDate()!.Value, principal.GetExpirationDate()!.Value, TicketClaims.Write(principal));
        context.Token = handle;
        return ticket;
    }

    /// <summary>
    /// What was released of the patron is found anew at each renewal, and not kept for months; and the code's own claims end
    /// with the code (OpenID Connect Core 1.0, section 12.2, on the nonce).
    /// </summary>
    private static ClaimsPrincipal WithoutAttributes(ClaimsPrincipal principal) =>
        principal.Clone(c => Lasting.Contains(c.Type) || (c.Type.StartsWith(Claims.Prefixes.Private, StringComparison.Ordinal) && !OfTheCode.Contains(c.Type)));
}

/// <summary>The ticket that this request has shown.</summary>
internal sealed class UsedTicket
{
    public OidcTicket? Ticket { get; set; }
}
