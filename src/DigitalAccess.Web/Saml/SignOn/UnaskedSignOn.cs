using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>
/// A patron's click that no vendor has asked for (SAML Profiles 4.1.5), where the vendor's registration takes such patrons.
/// Whoever calls this has seen to it that it is the patron who wants it.
/// </summary>
internal sealed class UnaskedSignOn(RegionSnapshots region, SignOnFlow flow, ClockAndOrigin about)
{
    /// <param name="http">The browser of a patron who is signed in.</param>
    /// <param name="resource">What is to be opened.</param>
    /// <param name="library">The patron's library.</param>
    /// <param name="title">A title within the resource, as the catalogue links to it.</param>
    /// <param name="state">A state of the vendor's own; only one of its registration will do.</param>
    /// <param name="ct">Cancels the answer.</param>
    public async Task<UnaskedOutcome> AnswerAsync(HttpContext http, Resource resource, Library library, string? title, string? state, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        if (resource.ServiceProvider is not { } slug || now.ServiceProviderBySlug(slug) is not { AllowsIdpInitiated: true } provider)
            return new UnaskedOutcome.NoSuchWay();
        var link = title is null ? null : TitleLink.To(resource.TitleUrl, title);
        if ((title is not null && link is null) || (state is not null && !provider.RelayStates.Contains(state)))
            return new UnaskedOutcome.NoSuchWay();
        if (KnownProvider.Of(now, provider, about.Now) is not { } known)
            return new UnaskedOutcome.NotNow($"the service provider '{slug}' has no metadata that is to be relied upon now");
        if (ConsumerServices.DefaultOf(known.Metadata) is not { } answerTo)
            return new UnaskedOutcome.NotNow($"the metadata of the service provider '{slug}' names no address that an answer can be sent to");

        // A title whose address is too long for the protocol opens the resource's first page: better there than nowhere.
        if (link is not null && !IncomingMessage.Fits(link))
            link = null;
        return new UnaskedOutcome.Answered(
            await flow.AnswerAsync(http, new SignOnRequest(slug, library.Slug, RequestId: null, answerTo.Location, link ?? state, about.Now), known, library, isStored: true, ct));
    }
}

/// <summary>What came of it.</summary>
internal abstract record UnaskedOutcome
{
    private UnaskedOutcome() { }

    public sealed record Answered(IResult Page) : UnaskedOutcome;

    /// <summary>The resource does not open in this way, or not with this title or state.</summary>
    public sealed record NoSuchWay : UnaskedOutcome;

    /// <summary>It does, but nothing can be sent to the vendor as its metadata is.</summary>
    /// <param name="Reason">For the log.</param>
    public sealed record NotNow(string Reason) : UnaskedOutcome;
}
