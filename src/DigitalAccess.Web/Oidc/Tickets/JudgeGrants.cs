using DigitalAccess.Web.Data;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>
/// Where a token is shown or renewed, its grant is judged anew. A client that asks userinfo or renews learns why it has ended
/// (RFC 6750, section 3.1; RFC 6749, section 5.2).
/// </summary>
internal sealed class JudgeGrants(GrantJudge judge, JudgedGrant judged, RegionSnapshots region) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<JudgeGrants>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateAuthorizationEntry.Descriptor.Order)
            .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        // A code's grant is looked at in the statement that uses it up, and what is to be revoked need not stand.
        if (context.EndpointType is OpenIddictServerEndpointType.Revocation or OpenIddictServerEndpointType.Authorization or OpenIddictServerEndpointType.EndSession
            || context.Principal?.GetTokenType() is not (TokenTypeIdentifiers.AccessToken or TokenTypeIdentifiers.RefreshToken))
            return;
        if (!Guid.TryParse(context.Principal.GetAuthorizationId(), out var grant))
        {
            // A client's own token speaks of no patron, and only for as long as the client is connected.
            if (context.EndpointType is OpenIddictServerEndpointType.UserInfo
                || (await region.GetAsync(context.CancellationToken)).Party(context.Principal.GetPresenters().FirstOrDefault() ?? "") is null)
                context.Reject(Errors.InvalidToken, GrantEnds.ClientGone);
            return;
        }

        switch (await judge.JudgeAsync(grant, context.CancellationToken))
        {
            case GrantVerdict.Stands stands:
                judged.Verdict = stands;
                break;
            case GrantVerdict.Over over:
                context.Reject(Errors.InvalidToken, over.Because);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

/// <summary>The grant that this request stands on, as it was judged.</summary>
internal sealed class JudgedGrant
{
    public GrantVerdict.Stands? Verdict { get; set; }
}
