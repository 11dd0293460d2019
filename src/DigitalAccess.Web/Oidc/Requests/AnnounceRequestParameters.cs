using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Requests;

/// <summary>Says in the metadata which request parameters do something here (OpenID Connect Discovery 1.0, section 3).</summary>
internal sealed class AnnounceRequestParameters(IOptions<RequestLocalizationOptions> languages) : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static ImmutableArray<string> Displays { get; } = ["page", "popup", "touch", "wap"];

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<AnnounceRequestParameters>()
            .SetOrder(OpenIddictServerHandlers.Discovery.AttachAdditionalMetadata.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        context.Metadata[Metadata.ClaimsParameterSupported] = true;
        context.Metadata["acr_values_supported"] = List(AuthenticationLevel.All.Select(level => level.Acr));
        context.Metadata["claim_types_supported"] = List(["normal"]);
        context.Metadata["display_values_supported"] = List(Displays);
        context.Metadata["ui_locales_supported"] = List(UiLanguage.Offered(languages.Value));
        return ValueTask.CompletedTask;
    }

    private static OpenIddictParameter List(IEnumerable<string> values) => new(values.Cast<string?>().ToImmutableArray());
}
