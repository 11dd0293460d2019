using DigitalAccess.Web.Data;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// Lets the engine check the assertion of a client that keeps its keys at an address against those keys, and no others. Only
/// the address that the client was registered with is asked; what the assertion itself says of keys is not looked at.
/// </summary>
internal sealed class ClientKeysByAddress(RegionSnapshots region, ClientKeySets sets, TimeProvider clock) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<ClientKeysByAddress>()
            .SetOrder(AcceptUntypedAssertions.Descriptor.Order + 100)
            .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (!context.ValidTokenTypes.SetEquals([TokenTypeIdentifiers.Private.ClientAssertion]) || Read(context.Token) is not { Issuer.Length: > 0 } assertion
            || (await region.GetAsync(context.CancellationToken)).Party(assertion.Issuer)?.JwksUri is not { } address)
            return;

        // What would be refused with the right key is refused without asking for it.
        if (new ClientAssertionClaims(assertion, context.Request?.ClientId).Fault(context.Options.Issuer!.AbsoluteUri, clock.GetUtcNow(), JudgeClientAssertions.DifferingClocks) is { } fault)
        {
            context.Reject(Errors.InvalidClient, fault);
            return;
        }

        var kid = assertion.Kid is { Length: > 0 } named ? named : null;
        var found = await sets.FindAsync(assertion.Issuer, new Uri(address), kid, context.CancellationToken);
        if (found is ClientKeySet.Unreadable unreadable)
            context.Reject(Errors.InvalidClient, $"The keys at your jwks_uri could not be read: {unreadable.Reason}.");
        else if (found is ClientKeySet.Known known && kid is not null && known.Keys.Keys.All(key => key.KeyId != kid))
            context.Reject(Errors.InvalidClient, "The keys at your jwks_uri hold none with the 'kid' of the client assertion.");
        else if (found is ClientKeySet.Known { Keys: var keys })
            context.TokenValidationParameters.IssuerSigningKeyResolver = (_, _, _, _) => keys.GetSigningKeys();
    }

    private static JsonWebToken? Read(string? token)
    {
        try
        {
            return token is null ? null : new JsonWebToken(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
