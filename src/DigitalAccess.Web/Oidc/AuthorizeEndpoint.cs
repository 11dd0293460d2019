using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Oidc.Requests;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// The vendor's door. The engine has checked client, redirect address and PKCE before this runs; here the patron is
/// found or sent to log in, judged, counted, and sent back with a code.
/// </summary>
internal sealed class AuthorizeEndpoint(
    RegionSnapshots region, PatronSessions sessions, LoginFirst login, EntitlementFacts entitlement, AuthorizeOutcomes outcomes)
{
    public const string Path = "/connect/authorize";

    public async Task<IResult> HandleAsync(HttpContext http, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an authorization request.");
        if (HttpMethods.IsPost(http.Request.Method))
            return SeeOther.To(request.RequestUri is null ? SameRequest.Address(Path, request) : SameRequest.PushedAddress(request));
        if (!request.HasScope(Scopes.OpenId))
            return Refuse(Errors.InvalidScope, "The scope must hold 'openid'.");
        var session = await sessions.FindAsync(http, ct);
        var now = await region.GetAsync(ct);
        if (now.Party(request.ClientId!) is not { } party || now.ResourceOf(party.ClientId) is not { } resource)
            return Refuse(Errors.UnauthorizedClient, "The client is not connected to any resource.");

        if (await login.NeededAsync(http, request, party, resource, session, ct) is { } elsewhere)
            return elsewhere;

        var library = now.Library(session!.LibraryId)!;
        return await outcomes.AnswerAsync(
            http, new VendorSignIn(request, session, library, party, resource), await entitlement.DecideAsync(session, library, resource, ct), ct);
    }

    internal static IResult Refuse(string error, string description) => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
