using System.Security.Claims;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Releases;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// OpenID Connect RP-Initiated Logout 1.0. A vendor that shows an identity token of this very patron ends the session;
/// everything else asks the patron first, so that no picture on a foreign page can sign anybody out.
/// </summary>
internal sealed class LogoutEndpoint(RegionSnapshots region, PatronSessions sessions, SignInTransactions transactions, PatronClaims claims)
{
    public const string Path = "/connect/logout";

    public async Task<IResult> HandleAsync(HttpContext http, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an end-session request.");
        if (HttpMethods.IsPost(http.Request.Method))
            return SeeOther.To(SameRequest.Address(Path, request));
        if (await sessions.FindAsync(http, ct) is not { } session)
            return await LeaveAsync(request, await sessions.SignOutAsync(http), ct);
        var hint = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        if (!await IsAboutAsync(hint, session, ct))
            return SeeOther.To($"/signout?t={await transactions.BeginAsync(Continuation(request, hint), resourceId: null, ct)}");

        return await LeaveAsync(request, await sessions.SignOutAsync(http), ct);
    }

    /// <summary>A vendor that only the browser can tell is told by our page, which then leads back.</summary>
    private async Task<IResult> LeaveAsync(OpenIddictRequest request, SignedOut? signedOut, CancellationToken ct) =>
        signedOut is { ByBrowser: true } && request.PostLogoutRedirectUri is not null
            ? SeeOther.To(signedOut.PageThen(await transactions.BeginAsync(SameRequest.Address(Path, request), resourceId: null, ct)))
            : Finish(signedOut);

    /// <summary>Whether the identity token that came along was issued to its client for the patron who is signed in here.</summary>
    private async Task<bool> IsAboutAsync(ClaimsPrincipal? hint, PatronSession session, CancellationToken ct)
    {
        var subject = hint?.GetClaim(OpenIddictConstants.Claims.Subject);
        var now = await region.GetAsync(ct);
        foreach (var client in hint?.GetAudiences() ?? [])
            if (now.Party(client) is { } party && subject == await claims.SubjectAsync(session.PatronAccountId, party.Sector, ct))
                return true;
        return false;
    }

    /// <summary>Whoever shows a token that is none of ours is not sent back to, whatever the patron answers (section 4).</summary>
    private static string Continuation(OpenIddictRequest request, ClaimsPrincipal? hint) =>
        request.IdTokenHint is not null && hint?.GetClaim(OpenIddictConstants.Claims.Subject) is null ? Path : SameRequest.Address(Path, request);

    private static SignOutHttpResult Finish(SignedOut? signedOut) => TypedResults.SignOut(
        new AuthenticationProperties { RedirectUri = signedOut?.Page ?? "/signedout" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
