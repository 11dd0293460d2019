using DigitalAccess.Web.Data;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Clients;

/// <summary>
/// A client gets the scopes of its registration. The usual ones of OpenID Connect everybody may ask for, by habit; they release
/// nothing, as what a vendor learns is in its attribute contract.
/// </summary>
internal sealed class ScopesOfTheClient(RegionSnapshots region)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>, IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>,
      IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public static readonly string[] Usual = [Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.Address, Scopes.Phone];

    public static OpenIddictServerHandlerDescriptor OfAuthorization { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateAuthorizationRequestContext>()
        .UseScopedHandler<ScopesOfTheClient>().SetOrder(OpenIddictServerHandlers.Authentication.ValidateScopes.Descriptor.Order).Build();

    public static OpenIddictServerHandlerDescriptor OfPushedRequest { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidatePushedAuthorizationRequestContext>()
        .UseScopedHandler<ScopesOfTheClient>().SetOrder(OpenIddictServerHandlers.Authentication.ValidatePushedScopes.Descriptor.Order).Build();

    public static OpenIddictServerHandlerDescriptor OfToken { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenRequestContext>()
        .UseScopedHandler<ScopesOfTheClient>().SetOrder(OpenIddictServerHandlers.Exchange.ValidateScopes.Descriptor.Order).Build();

    public async ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (await PartyAsync(context.ClientId, context.CancellationToken) is { } party && FaultOfPatronRequest(context.Request, party) is { } fault)
            context.Reject(Errors.InvalidScope, fault);
    }

    public async ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context)
    {
        if (await PartyAsync(context.ClientId, context.CancellationToken) is { } party && FaultOfPatronRequest(context.Request, party) is { } fault)
            context.Reject(Errors.InvalidScope, fault);
    }

    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (!context.Request.IsClientCredentialsGrantType() || await PartyAsync(context.ClientId, context.CancellationToken) is not { } party)
            return;
        if (context.Request.GetScopes().Except(party.Scopes, StringComparer.Ordinal).FirstOrDefault() is { } foreign)
            context.Reject(Errors.InvalidScope, $"The client is not registered for the scope '{foreign}'.");
    }

    private static string? FaultOfPatronRequest(OpenIddictRequest request, RelyingParty party)
    {
        var asked = request.GetScopes();
        if (asked.Except([.. Usual, Scopes.OfflineAccess], StringComparer.Ordinal).FirstOrDefault() is { } foreign)
            return $"There is no scope '{foreign}' for this client.";

        // A wish that the licence does not allow is not granted and is no fault (OpenID Connect Core 1.0, section 11).
        if (asked.Contains(Scopes.OfflineAccess) && !party.Grants.Contains(GrantType.RefreshToken))
            request.Scope = string.Join(' ', asked.Remove(Scopes.OfflineAccess));
        return null;
    }

    private async ValueTask<RelyingParty?> PartyAsync(string? clientId, CancellationToken ct) =>
        clientId is null ? null : (await region.GetAsync(ct)).Party(clientId);
}
