using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Oidc.Tickets;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Usage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc;

/// <summary>What the vendor's door does when it does not lead on: to the login page and back, or to a refusal.</summary>
internal sealed class AuthorizeOutcomes(
    UsageRecorder usage, RefusalPage refusals, TicketStore tickets, UsedTicket used, IOptions<BrokerOptions> broker, TimeProvider clock)
{
    /// <summary>So long a pushed request waits for the patron who looks for the card; as long as the login page does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>A pushed request cannot be changed, so its wish for a fresh login is met by any login since it was made.</summary>
    public bool WantsFreshLogin(OpenIddictRequest request, PatronSession session) =>
        FreshLogin.IsAskedFor(request, session.StartedAt, clock.GetUtcNow()) && !(session.StartedAt > used.Ticket?.CreatedAt);

    /// <summary>Where the login page leads on to.</summary>
    public async ValueTask<string> ContinuationAsync(OpenIddictRequest request, CancellationToken ct)
    {
        if (used.Ticket is not { } pushed)
            return FreshLogin.Continuation(request);
        await tickets.WaitUntilAsync(pushed, clock.GetUtcNow() + Patience, ct);
        return QueryHelpers.AddQueryString(AuthorizeEndpoint.Path, new Dictionary<string, string?>
        {
            [Parameters.ClientId] = request.ClientId,
            [Parameters.RequestUri] = request.RequestUri,
        });
    }

    public async Task<IResult> RefuseAsync(VendorSignIn signIn, EntitlementDecision.Refused refused, CancellationToken ct)
    {
        var receipt = await usage.RecordAsync(
            Visitor.Of(signIn.Session), signIn.Library, signIn.Resource, refused, Door.Oidc, signIn.Attempt, ct);

        // A page helps the patron; a vendor that asked for no page, or for a posted answer, gets the error itself.
        if (signIn.Request.HasPromptValue(PromptValues.None) || signIn.Request.IsFormPostResponseMode())
            return AuthorizeEndpoint.Refuse(Errors.AccessDenied, refused.Reason.Slug());
        return SeeOther.To(refusals.AddressOf(new Refusal(refused.Reason, signIn.Resource.Id, receipt!, VendorBack(signIn.Request, refused.Reason))));
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
        return QueryHelpers.AddQueryString(request.RedirectUri!, answer);
    }
}
