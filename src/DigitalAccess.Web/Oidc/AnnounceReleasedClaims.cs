using DigitalAccess.Web.Data;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc;

/// <summary>The metadata names every claim that some contract of the region releases (OpenID Connect Discovery 1.0, section 3, <c>claims_supported</c>).</summary>
internal sealed class AnnounceReleasedClaims(RegionSnapshots region) : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseScopedHandler<AnnounceReleasedClaims>()
            .SetOrder(OpenIddictServerHandlers.Discovery.AttachClaims.Descriptor.Order + 500)
            .Build();

    public async ValueTask HandleAsync(HandleConfigurationRequestContext context) =>
        context.Claims.UnionWith((await region.GetAsync(context.CancellationToken)).ActiveParties.SelectMany(p => p.Releases).Select(line => line.Claim));
}
