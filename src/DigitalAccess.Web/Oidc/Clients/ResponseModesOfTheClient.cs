using DigitalAccess.Web.Data;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Clients;

/// <summary>A client is answered in the ways that it was registered for and no other (ASVS 10.4.12).</summary>
internal sealed class ResponseModesOfTheClient(RegionSnapshots region)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>, IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor OfAuthorization { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateAuthorizationRequestContext>()
        .UseScopedHandler<ResponseModesOfTheClient>().SetOrder(OpenIddictServerHandlers.Authentication.ValidateClientRedirectUri.Descriptor.Order + 250).Build();

    public static OpenIddictServerHandlerDescriptor OfPushedRequest { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidatePushedAuthorizationRequestContext>()
        .UseScopedHandler<ResponseModesOfTheClient>().SetOrder(OpenIddictServerHandlers.Authentication.ValidatePushedClientRedirectUri.Descriptor.Order + 250).Build();

    public async ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (await FaultAsync(context.ClientId, context.Request, context.CancellationToken) is { } fault)
            context.Reject(Errors.InvalidRequest, fault);
    }

    public async ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context)
    {
        if (await FaultAsync(context.ClientId, context.Request, context.CancellationToken) is { } fault)
            context.Reject(Errors.InvalidRequest, fault);
    }

    private async ValueTask<string?> FaultAsync(string? clientId, OpenIddictRequest request, CancellationToken ct)
    {
        var mode = request.ResponseMode ?? ResponseModes.Query;
        return clientId is null || (await region.GetAsync(ct)).Party(clientId) is not { } party || party.ResponseModes.Contains(mode)
            ? null
            : $"The client is not registered for the response mode '{mode}'.";
    }
}
