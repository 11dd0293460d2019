using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Oidc.Consent;
using DigitalAccess.Web.Oidc.Requests;
using DigitalAccess.Web.Oidc.Tickets;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Usage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc;

/// <summary>What the vendor's door does with a patron who has been judged: leads on with a code, or says why not.</summary>
internal sealed class AuthorizeOutcomes(
    ConsentFirst consent, VendorGrants grants, UsageRecorder usage, RefusalPage refusals, IOptions<BrokerOptions> broker, IOptions<RequestLocalizationOptions> languages)
{
    public Task<IResult> AnswerAsync(HttpContext http, VendorSignIn signIn, EntitlementDecision decision, CancellationToken ct) => decision switch
    {
        EntitlementDecision.Granted granted => GrantAsync(http, signIn, granted, ct),
        EntitlementDecision.Refused refused => RefuseAsync(signIn, refused, ct),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<IResult> GrantAsync(HttpContext http, VendorSignIn signIn, EntitlementDecision.Granted granted, CancellationToken ct)
    {
        if (await consent.NeededAsync(http, signIn, ct) is { } elsewhere)
            return elsewhere;
        return await grants.PrepareAsync(signIn, granted, ct) is { } patron
            ? TypedResults.SignIn(patron, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)
            : await RefuseAsync(signIn, new EntitlementDecision.Refused(RefusalReason.AttributeMissing), ct);
    }

    private async Task<IResult> RefuseAsync(VendorSignIn signIn, EntitlementDecision.Refused refused, CancellationToken ct)
    {
        var receipt = await usage.RecordAsync(
            Visitor.Of(signIn.Session), signIn.Library, signIn.Resource, refused, Door.Oidc, signIn.Attempt, ct);

        // A page helps the patron; a vendor that asked for no page, or for a posted answer, gets the error itself.
        if (signIn.Request.HasPromptValue(PromptValues.None) || signIn.Request.IsFormPostResponseMode())
            return AuthorizeEndpoint.Refuse(Errors.AccessDenied, refused.Reason.SlugForVendors());
        var page = refusals.AddressOf(new Refusal(refused.Reason, signIn.Resource.Id, receipt!, VendorBack(signIn.Request, refused.Reason)));
        return SeeOther.To(UiLanguage.Of(signIn.Request, languages.Value) is { } language ? $"{page}&{SignInFirst.Language}={language}" : page);
    }

    /// <summary>The error response (OpenID Connect Core 1.0, 3.1.2.6), to the redirect address that the engine has just matched exactly.</summary>
    private string VendorBack(OpenIddictRequest request, RefusalReason reason)
    {
        var answer = new Dictionary<string, string?>
        {
            [Parameters.Error] = Errors.AccessDenied,
            [Parameters.ErrorDescription] = reason.SlugForVendors(),
            [Parameters.Iss] = broker.Value.Issuer,
        };
        if (request.State is { } state)
            answer[Parameters.State] = state;
        return QueryHelpers.AddQueryString(request.RedirectUri!, answer);
    }
}
