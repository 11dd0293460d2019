using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Oidc.Requests;
using DigitalAccess.Web.Texts;
using Microsoft.AspNetCore;
using Microsoft.Extensions.Localization;
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
internal sealed class AnswerByForm(IStringLocalizer<PatronTexts> text, IOptions<RequestLocalizationOptions> languages) : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
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
        SecurityHeaders.AllowFormTargets(http, [new Uri(client).GetLeftPart(UriPartial.Authority)]);

        // Clients that look where a form comes from may see who we are, and nothing of the address.
        http.Response.Headers["Referrer-Policy"] = "origin";
        // An error is the client's to show; for the browser this is a page like any other.
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(Page(client, context.Response.GetParameters().Select(p => (p.Key, (string?)p.Value))), http.RequestAborted);
        context.HandleRequest();
    }

    private string Page(string client, IEnumerable<(string Name, string? Value)> parameters)
    {
        var html = HtmlEncoder.Default;
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture,
            $"""
            <!DOCTYPE html>
            <html lang="{CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{html.Encode(text["Post.Heading"])}</title>
              <link rel="stylesheet" href="/css/site.css">
              <script src="/js/post.js" defer></script>
            </head>
            <body>
            <main class="wrap wrap-narrow page">
              <h1>{html.Encode(text["Post.Heading"])}</h1>
              <p class="lead">{html.Encode(text["Post.Text"])}</p>
              <form method="post" action="{html.Encode(client)}" data-post-now>

            """);
        foreach (var (name, value) in parameters)
            page.Append(CultureInfo.InvariantCulture, $"    <input type=\"hidden\" name=\"{html.Encode(name)}\" value=\"{html.Encode(value ?? "")}\">\n");
        page.Append(CultureInfo.InvariantCulture,
            $"""
                <button type="submit">{html.Encode(text["Post.GoOn"])}</button>
              </form>
            </main>
            </body>
            </html>
            """);
        return page.ToString();
    }
}
