using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>A client gives back a token: the grant that it stands on ends, and with it all that was given (RFC 7009, section 2.1).</summary>
internal sealed class EndRevokedGrants(GrantStore grants) : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleRevocationRequestContext>()
            .UseScopedHandler<EndRevokedGrants>()
            .SetOrder(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor.Order)
            .Build();

    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        if (Guid.TryParse(context.GenericTokenPrincipal?.GetAuthorizationId(), out var grant))
            await grants.EndAsync(grant, GrantEnds.Revoked, context.CancellationToken);
        else
            context.Reject(Errors.UnsupportedTokenType, "A client's own access token ends by itself within minutes.");
    }
}
