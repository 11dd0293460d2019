using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace DigitalAccess.Web.Oidc.Requests;

/// <summary>
/// Who a request wants signed in and how: the patron of <c>id_token_hint</c>, the <c>sub</c> and the essential <c>acr</c> of
/// <c>claims</c>. Anybody else's answer would be one about the wrong person (OpenID Connect Core 1.0, section 3.1.2.2).
/// </summary>
internal sealed record AskedPatron(string? HintedSubject, ClaimsParameter Claims, bool WasAskedOnce)
{
    /// <summary>Stands in our own continuation of a request: the patron has just been asked, and will not be asked again for this.</summary>
    public const string AskedOnce = "asked_once";

    public static async Task<AskedPatron> OfAsync(HttpContext http, OpenIddictRequest request)
    {
        var hint = request.IdTokenHint is null ? null : (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        return new AskedPatron(
            hint?.GetClaim(OpenIddictConstants.Claims.Subject), ClaimsParameter.Of(request) ?? ClaimsParameter.Empty, request.HasParameter(AskedOnce));
    }

    public bool IsSomebody => HintedSubject is not null || Claims.NamesSubject;

    public bool Is(string subject) => (HintedSubject is null || HintedSubject == subject) && Claims.AllowsSubject(subject);
}
