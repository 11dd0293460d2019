using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// A POST to userinfo with the token in its header has nothing to say in a form, and so names no type of one (OpenID Connect
/// Core 1.0, section 5.3.1). The engine asks every POST for it.
/// </summary>
internal sealed class AcceptEmptyPosts : IOpenIddictServerHandler<ExtractUserInfoRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ExtractUserInfoRequestContext>()
            .UseSingletonHandler<AcceptEmptyPosts>()
            .SetOrder(int.MinValue + 50_000)
            .Build();

    public ValueTask HandleAsync(ExtractUserInfoRequestContext context)
    {
        if (context.Transaction.GetHttpRequest() is { ContentType: null, ContentLength: 0 } request && HttpMethods.IsPost(request.Method))
            request.ContentType = "application/x-www-form-urlencoded";
        return ValueTask.CompletedTask;
    }
}
