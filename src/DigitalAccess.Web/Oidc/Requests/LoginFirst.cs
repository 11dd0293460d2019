using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Oidc.Tickets;
using DigitalAccess.Web.PatronLogin;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc.Requests;

/// <summary>Whether the patron has to pass the login page before this request is answered, and the way there and back.</summary>
internal sealed class LoginFirst(
    SignInTransactions transactions, VendorIdentity identity, TicketStore tickets, UsedTicket used, IOptions<RequestLocalizationOptions> languages, TimeProvider clock)
{
    /// <summary>So long a pushed request waits for the patron who looks for the card; as long as the login page does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <returns>Null when the patron who is signed in is the right one, in the right way; else the answer to the request.</returns>
    public async Task<IResult?> NeededAsync(HttpContext http, OpenIddictRequest request, RelyingParty party, Resource resource, PatronSession? session, CancellationToken ct)
    {
        var asked = await AskedPatron.OfAsync(http, request);
        if (session is not null && !WantsFreshLogin(request, session) && (!asked.IsSomebody || asked.Is(await identity.SubjectAsync(session, party, ct))))
            return asked.Claims.AllowsLevel(AuthenticationLevel.Of(session).Acr)
                ? null
                : AuthorizeEndpoint.Refuse(JudgeRequestParameters.UnmetRequirements, "The patron's library does not sign in with that 'acr'.");
        if (request.HasPromptValue(PromptValues.None) || (asked.IsSomebody && WasAsked(asked, session)))
            return AuthorizeEndpoint.Refuse(Errors.LoginRequired, "The patron is not signed in, or is somebody else.");
        return SignInFirst.Redirect(
            await transactions.BeginAsync(await ContinuationAsync(request, asked, ct), resource.Id, ct), LibraryHint.Of(request.LoginHint),
            UiLanguage.Of(request, languages.Value));
    }

    /// <summary>A pushed request cannot be changed, so its wish for a fresh login is met by any login since it was made.</summary>
    private bool WantsFreshLogin(OpenIddictRequest request, PatronSession session) =>
        FreshLogin.IsAskedFor(request, session.StartedAt, clock.GetUtcNow()) && !(session.StartedAt > used.Ticket?.CreatedAt);

    /// <summary>Whoever was asked for somebody's login and then signed in as somebody else is not asked over and over.</summary>
    private bool WasAsked(AskedPatron asked, PatronSession? session) => asked.WasAskedOnce || session?.StartedAt > used.Ticket?.CreatedAt;

    /// <summary>Where a page of ours leads on to.</summary>
    public async ValueTask<string> ContinuationAsync(OpenIddictRequest request, AskedPatron asked, CancellationToken ct)
    {
        if (used.Ticket is not { } pushed)
            return FreshLogin.Continuation(request, asked);
        await tickets.WaitUntilAsync(pushed, clock.GetUtcNow() + Patience, ct);
        return SameRequest.PushedAddress(request);
    }
}
