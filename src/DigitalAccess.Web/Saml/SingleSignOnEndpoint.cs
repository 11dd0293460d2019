using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Saml.SignOn;

namespace DigitalAccess.Web.Saml;

/// <summary>SAML Profiles 4.1, the identity provider's part: HTTP in, HTTP out, and in between <see cref="SignOnFlow"/>.</summary>
internal sealed class SingleSignOnEndpoint(
    RegionSnapshots region, SignOnFlow flow, LoginOnTheWay login, WaitingRequests waiting, SignOnRefusals refusals, ClockAndOrigin about)
{
    /// <summary>By redirect it is answered at once where nobody has to type anything; by form the browser shows us no cookie, so the way goes on from an address of ours.</summary>
    public async Task<IResult> HandleAsync(HttpContext http, string library, CancellationToken ct)
    {
        try
        {
            return await AnswerAsync(http, await ReceivedMessage.ReadAsync(http, ct), library, ct);
        }
        catch (SamlException e)
        {
            return refusals.Fault(http, e.Fault, sender: null, library);
        }
    }

    /// <summary>Where a request that had to wait goes on.</summary>
    public async Task<IResult> ContinueAsync(HttpContext http, string library, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        if (now.Library(library) is not { Active: true } asked || await waiting.TakeAsync(http, http.Request.Query[LoginOnTheWay.Parameter], ct) is not { } request
            || request.Library != library)
        {
            return refusals.Fault(http, RequestFaults.NotWaiting, sender: null, library);
        }

        return KnownProvider.Of(now, now.ServiceProviderBySlug(request.Provider), about.Now) is { } known && ConsumerServices.Takes(known.Metadata, request.AnswerTo)
            ? await flow.AnswerAsync(http, request, known, asked, isStored: true, ct)
            : refusals.Fault(http, RequestFaults.UnknownSender, request.Provider, library);
    }

    /// <summary>A patron who was refused goes back to the vendor, which is told why.</summary>
    public async Task<IResult> RefusedAsync(HttpContext http, string library, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        return refusals.Read(http.Request.Query["d"]) is { } refused && refused.Request.Library == library && now.Library(library) is { Active: true } asked
            && KnownProvider.Of(now, now.ServiceProviderBySlug(refused.Request.Provider), about.Now) is { } known && ConsumerServices.Takes(known.Metadata, refused.Request.AnswerTo)
            ? await refusals.TellAsync(refused.Request, known, asked, SignOnRefusals.Denied(refused.Reason), ct)
            : refusals.Fault(http, RequestFaults.NotWaiting, sender: null, library);
    }

    private async Task<IResult> AnswerAsync(HttpContext http, IncomingMessage message, string slug, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        if (now.Library(slug) is not { Active: true } library)
            return TypedResults.NotFound();
        if (KnownProvider.Of(now, now.ServiceProvider(message.Header.Issuer), about.Now) is not { } known)
            return refusals.Fault(http, RequestFaults.UnknownSender, message.Header.Issuer, slug);

        var verdict = AuthnRequestRules.Judge(message, new Receiving
        {
            Endpoint = IdentityProvider.Of(library, about.Origin).SingleSignOn,
            ServiceProvider = known.Metadata,
            Now = about.Now,
            RequiresSignature = known.Provider.RequiresSignedRequests,
            NameIdFormats = PatronNames.FormatsFor(known.Provider),
            Contexts = SignOnFlow.ContextsOf(library),
        });
        return verdict switch
        {
            AuthnRequestVerdict.Refused refused => refusals.Fault(http, refused.Fault, known.Provider.Slug, slug),
            AuthnRequestVerdict.Unmet unmet => await refusals.TellAsync(
                SignOnRequest.Of(unmet.Request.Value, unmet.AnswerTo, known.Provider.Slug, slug, message.RelayState, about.Now), known, library, unmet.Answer, ct),
            AuthnRequestVerdict.Accepted accepted => await GoOnAsync(
                http, SignOnRequest.Of(accepted.Request.Value, accepted.AnswerTo, known.Provider.Slug, slug, message.RelayState, about.Now), known, library, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<IResult> GoOnAsync(HttpContext http, SignOnRequest request, KnownProvider known, Library library, CancellationToken ct)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
            return await flow.AnswerAsync(http, request, known, library, isStored: false, ct);
        return await login.WayBackAsync(http, request, known, library, isStored: false, ct) is { } way ? SeeOther.To(way) : refusals.Fault(http, RequestFaults.SeenBefore, known.Provider.Slug, library.Slug);
    }
}
