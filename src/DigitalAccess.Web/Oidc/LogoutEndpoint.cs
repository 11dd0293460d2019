using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// OpenID Connect RP-Initiated Logout 1.0. A vendor that shows an identity token of this very patron ends the session;
/// everything else asks the patron first, so that no picture on a foreign page can sign anybody out.
/// </summary>
internal sealed class LogoutEndpoint(RelyingParties parties, PatronSessions sessions, SignInTransactions transactions, PatronClaims claims)
{
    public const string Path = "/connect/logout";

    public async Task<IResult> HandleAsync(HttpContext http, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an end-session request.");
        if (await sessions.FindAsync(http, ct) is not { } session)
            return Finish();
        if (!await IsAboutAsync(http, session, ct))
            return SeeOther.To($"/signout?t={await transactions.BeginAsync(Continuation(request), resourceId: null, ct)}");

        await sessions.EndAsync(http, ct);
        return Finish();
    }

    /// <summary>Whether the identity token that came along was issued to its client for the patron who is signed in here.</summary>
    private async Task<bool> IsAboutAsync(HttpContext http, PatronSession session, CancellationToken ct)
    {
        var hint = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        var subject = hint?.GetClaim(OpenIddictConstants.Claims.Subject);
        foreach (var client in hint?.GetAudiences() ?? [])
            if (await parties.FindAsync(client, ct) is { } registered
                && subject == await claims.SubjectAsync(session.PatronAccountId, registered.Party.Sector, ct))
                return true;
        return false;
    }

    private static string Continuation(OpenIddictRequest request)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in request.GetParameters())
            query.Add(name, (string?)value ?? "");
        return Path + query;
    }

    private static SignOutHttpResult Finish() => TypedResults.SignOut(
        new AuthenticationProperties { RedirectUri = "/signedout" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
