using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Logout;

/// <summary>
/// Says that vendors can be told (Back-Channel Logout 1.0, section 2.1; Front-Channel Logout 1.0, section 3), and by which
/// sign-in: the engine knows neither.
/// </summary>
internal sealed class AnnounceLogout : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<AnnounceLogout>()
            .SetOrder(OpenIddictServerHandlers.Discovery.AttachSigningAlgorithms.Descriptor.Order + 600)
            .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        foreach (var way in new[] { "backchannel", "frontchannel" })
            context.Metadata[$"{way}_logout_supported"] = context.Metadata[$"{way}_logout_session_supported"] = true;
        return ValueTask.CompletedTask;
    }
}
