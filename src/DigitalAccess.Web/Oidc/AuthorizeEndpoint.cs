using System.Security.Claims;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Usage;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// The vendor's door. The engine has checked client, redirect address and PKCE before this runs; here the patron is
/// found or sent to log in, judged, counted, and sent back with a code.
/// </summary>
internal sealed class AuthorizeEndpoint(
    DigitalAccessDb db, RelyingParties parties, PatronSessions sessions, SignInTransactions transactions, EntitlementFacts entitlement,
    PatronClaims claims, AuthorizeOutcomes outcomes)
{
    public const string Path = "/connect/authorize";

    public async Task<IResult> HandleAsync(HttpContext http, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an authorization request.");
        if (HttpMethods.IsPost(http.Request.Method))
            return SeeOther.To(SameRequest.Address(Path, request));
        if (!request.HasScope(Scopes.OpenId))
            return Refuse(Errors.InvalidScope, "The scope must hold 'openid'.");
        if (await parties.FindAsync(request.ClientId!, ct) is not { } registered)
            return Refuse(Errors.UnauthorizedClient, "The client is not connected to any resource.");

        var session = await sessions.FindAsync(http, ct);
        if (session is null || FreshLogin.IsAskedFor(request, session.StartedAt, outcomes.Now))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.LoginRequired, "The patron is not signed in.")
                : SignInFirst.Redirect(
                    await transactions.BeginAsync(FreshLogin.Continuation(request), registered.Resource.Id, ct), LibraryHint.Of(request.LoginHint));
        }

        var library = await db.Libraries.AsNoTracking().SingleAsync(l => l.Id == session.LibraryId, ct);
        var decision = await entitlement.DecideAsync(session, library, registered.Resource, ct);
        var receipt = await outcomes.RecordAsync(session, library, registered.Resource, decision, request, ct);
        return decision switch
        {
            EntitlementDecision.Granted => await GrantAsync(request, session, library, registered.Party, ct),
            EntitlementDecision.Refused refused => outcomes.Refuse(request, refused.Reason, registered.Resource, receipt!),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<IResult> GrantAsync(OpenIddictRequest request, PatronSession session, Library library, RelyingParty party, CancellationToken ct)
    {
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, await claims.SubjectAsync(session.PatronAccountId, party.Sector, ct));
        identity.SetClaim(Claims.AuthenticationTime, session.StartedAt.ToUnixTimeSeconds());
        identity.AddClaims(claims.Released(session, library, party));
        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(static claim => claim.Type == Claims.AuthenticationTime
            ? [Destinations.IdentityToken]
            : [Destinations.IdentityToken, Destinations.AccessToken]);
        return TypedResults.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    internal static IResult Refuse(string error, string description) => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}

/// <summary>What the vendor's door does once the decision is taken: count it, and answer a refusal.</summary>
internal sealed class AuthorizeOutcomes(UsageRecorder usage, RefusalPage refusals, IOptions<BrokerOptions> broker, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>One authorization request is one launch, however often the browser sends it: its challenge is its own.</summary>
    public Task<string?> RecordAsync(
        PatronSession session, Library library, Catalogue.Resource resource, EntitlementDecision decision, OpenIddictRequest request, CancellationToken ct) =>
        usage.RecordAsync(session, library, resource, decision, Door.Oidc, $"{request.ClientId} {request.CodeChallenge} {request.State} {request.Nonce}", ct);

    public IResult Refuse(OpenIddictRequest request, RefusalReason reason, Catalogue.Resource resource, string receipt)
    {
        // A page helps the patron; a vendor that asked for no page, or for a posted answer, gets the error itself.
        if (request.HasPromptValue(PromptValues.None) || request.IsFormPostResponseMode())
            return AuthorizeEndpoint.Refuse(Errors.AccessDenied, reason.Slug());
        return SeeOther.To(refusals.AddressOf(new Refusal(reason, resource.Id, receipt, VendorBack(request, reason))));
    }

    /// <summary>The error response (OpenID Connect Core 1.0, 3.1.2.6), to the redirect address that the engine has just matched exactly.</summary>
    private string VendorBack(OpenIddictRequest request, RefusalReason reason)
    {
        var answer = new Dictionary<string, string?>
        {
            [Parameters.Error] = Errors.AccessDenied,
            [Parameters.ErrorDescription] = reason.Slug(),
            [Parameters.Iss] = broker.Value.Issuer,
        };
        if (request.State is { } state)
            answer[Parameters.State] = state;
        return Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(request.RedirectUri!, answer);
    }
}
