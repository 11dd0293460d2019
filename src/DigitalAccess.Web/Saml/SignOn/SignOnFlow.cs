using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>
/// The vendor's door by SAML, behind the protocol: the patron is found or sent to log in, judged, counted, and sent back. Every
/// answer goes to the address of the metadata that the request was found to name.
/// </summary>
internal sealed class SignOnFlow(
    PatronSessions sessions, LoginOnTheWay login, PatronNames names, EntitlementFacts entitlement, GrantedSignOn grants, SignOnRefusals refusals)
{
    /// <param name="http">The browser.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="known">The vendor.</param>
    /// <param name="library">Whose identity provider was asked.</param>
    /// <param name="isStored">Whether the request had to wait.</param>
    /// <param name="ct">Cancels the answer.</param>
    public async Task<IResult> AnswerAsync(HttpContext http, SignOnRequest request, KnownProvider known, Library library, bool isStored, CancellationToken ct)
    {
        if (!known.CanBeAnswered)
            return refusals.Fault(http, RequestFaults.CannotBeSealed, known.Provider.Slug, library.Slug);
        var session = await sessions.FindAsync(http, ct);
        if (session is null || session.LibraryId != library.Id || (request.ForceAuthn && session.StartedAt <= request.ReceivedAt))
        {
            return request.IsPassive
                ? await refusals.TellAsync(request, known, library, new StatusAnswer(SamlNames.Status.Responder, SamlNames.Status.NoPassive, "The patron has to sign in first."), ct)
                : await login.GoAsync(http, request, known, library, isStored, ct);
        }

        if (request.Subject is { } wanted && !PatronNames.IsSameName(wanted, await names.NameAsync(session, known, library, wanted.Format, ct)))
            return await refusals.TellAsync(request, known, library, new StatusAnswer(SamlNames.Status.Responder, SamlNames.Status.UnknownPrincipal, "Another patron is signed in."), ct);
        if (AuthnContexts.Choose(request.Context, ContextsOf(session)) is not { } context)
            return await refusals.TellAsync(request, known, library, new StatusAnswer(SamlNames.Status.Responder, SamlNames.Status.NoAuthnContext, "The patron did not sign in that way."), ct);
        return await DecideAsync(http, new PatronSignOn(request, session, library, known, isStored), context, ct);
    }

    /// <summary>What sign-ins at a library can be.</summary>
    public static IReadOnlyList<string> ContextsOf(Library library) => Contexts(library.LoginForm.AsksForPin);

    private static IReadOnlyList<string> ContextsOf(PatronSession session) => Contexts(session.Facts.GavePin);

    /// <summary>A card number alone is no password, and nothing is said of it.</summary>
    private static IReadOnlyList<string> Contexts(bool pin) =>
        pin ? [SamlNames.Contexts.PasswordProtectedTransport, SamlNames.Contexts.Unspecified] : [SamlNames.Contexts.Unspecified];

    private async Task<IResult> DecideAsync(HttpContext http, PatronSignOn signOn, string context, CancellationToken ct)
    {
        var decision = await entitlement.DecideAsync(signOn.Session, signOn.Library, signOn.Known.Resource, ct);
        if (decision is not EntitlementDecision.Granted granted)
            return await refusals.RefuseAsync(signOn, (EntitlementDecision.Refused)decision, ct);
        return await grants.AnswerAsync(signOn, granted, context, ct) switch
        {
            GrantedOutcome.Answered answered => answered.Page,
            GrantedOutcome.AttributeMissing => await refusals.RefuseAsync(signOn, new EntitlementDecision.Refused(RefusalReason.AttributeMissing), ct),
            GrantedOutcome.SeenBefore => refusals.Fault(http, RequestFaults.SeenBefore, signOn.Known.Provider.Slug, signOn.Library.Slug),
            GrantedOutcome.SessionOver => await login.GoAsync(http, signOn.Request, signOn.Known, signOn.Library, signOn.IsStored, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
