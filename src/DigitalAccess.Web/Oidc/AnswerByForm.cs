using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Oidc.Requests;
using DigitalAccess.Web.Texts;
using Microsoft.AspNetCore;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// Answers by a form that the browser posts to the client (OAuth 2.0 Form Post Response Mode). The engine's own page sends
/// itself by inline script, which our policy forbids; this one does it by a script of ours, and has a button for where
/// scripts do not run.
/// </summary>
internal sealed class AnswerByForm(PostPage page, IOptions<RequestLocalizationOptions> languages) : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyAuthorizationResponseContext>()
            .UseSingletonHandler<AnswerByForm>()
            .SetOrder(OpenIddictServerAspNetCoreHandlers.Authentication.ProcessFormPostResponse.Descriptor.Order - 500)
            .Build();

    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (context is not { RedirectUri: { } client, ResponseMode: ResponseModes.FormPost } || context.Transaction.GetHttpRequest()?.HttpContext is not { } http)
            return;
        if (context.Request is { } request)
            InLanguage.Speak(UiLanguage.Of(request, languages.Value));

        // An error is the client's to show.
        await page.To(client, [.. context.Response.GetParameters().Select(p => new PostedField(p.Key, (string?)p.Value ?? ""))]).ExecuteAsync(http);
        context.HandleRequest();
    }
}
