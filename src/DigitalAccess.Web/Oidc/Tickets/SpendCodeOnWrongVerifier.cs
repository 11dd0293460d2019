using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>A code shown with a wrong verifier is in the wrong hands: it is spent (RFC 7636, section 4.6; RFC 9700, section 4.5).</summary>
internal sealed class SpendCodeOnWrongVerifier(TicketStore tickets, UsedTicket used) : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyTokenResponseContext>()
            .UseScopedHandler<SpendCodeOnWrongVerifier>()
            .SetOrder(int.MinValue + 50_000)
            .Build();

    public async ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        if (context.Error == Errors.InvalidGrant && context.Request?.IsAuthorizationCodeGrantType() == true && used.Ticket is { Kind: TicketKind.Code } code)
            await tickets.RedeemAsync(code, context.CancellationToken);
    }
}
