using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Oidc.Requests;
using DigitalAccess.Web.PatronLogin;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc.Consent;

/// <summary>Whether the patron has to be asked before the vendor learns anything (OpenID Connect Core 1.0, section 3.1.2.4).</summary>
internal sealed class ConsentFirst(Consents consents, LoginFirst login, IOptions<RequestLocalizationOptions> languages)
{
    /// <summary>In our own continuation of a request: which question has just been answered.</summary>
    public const string Answered = "consent";

    /// <summary>What the vendor is told of a patron who says no.</summary>
    public const string Declined = "consent-declined";

    /// <returns>Null when the vendor may be told; else the answer to the request.</returns>
    public async Task<IResult?> NeededAsync(HttpContext http, VendorSignIn signIn, CancellationToken ct)
    {
        var (request, session, _, party, _) = signIn;
        var contract = ConsentRules.Fingerprint(party.Releases, signIn.StaysSignedIn ? party.Lifetimes.OfflineAccess : null);
        if (http.Request.Query[Answered] is [{ Length: > 0 } id] && await consents.TakeAnswerAsync(id, session, party.ClientId, contract, ct) is { } yes)
            return yes ? null : AuthorizeEndpoint.Refuse(Errors.AccessDenied, Declined);
        if (!request.HasPromptValue(PromptValues.Consent) && (!party.AsksConsent || await IsGivenAsync(session, party, contract, ct)))
            return null;
        if (request.HasPromptValue(PromptValues.None))
            return AuthorizeEndpoint.Refuse(Errors.ConsentRequired, "The patron has not agreed to what is to be told.");

        var target = await login.ContinuationAsync(request, new AskedPatron(null, ClaimsParameter.Empty, WasAskedOnce: false), ct);
        var page = $"/consent?t={await consents.AskAsync(session, party.ClientId, contract, target, ct)}";
        return SeeOther.To(UiLanguage.Of(request, languages.Value) is { } language ? $"{page}&{SignInFirst.Language}={language}" : page);
    }

    private async Task<bool> IsGivenAsync(PatronSession session, RelyingParty party, string contract, CancellationToken ct) =>
        await consents.GivenAsync(session.PatronAccountId, party.ClientId, ct) is { } given && ConsentRules.Covers(given, contract);
}
