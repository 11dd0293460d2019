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
    /// <returns>Null where the resource does not open in this way, or not with this title or state.</returns>
    public async Task<IResult?> AnswerAsync(HttpContext http, Resource resource, Library library, string? title, string? state, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        if (resource.ServiceProvider is not { } slug || KnownProvider.Of(now, now.ServiceProviderBySlug(slug), about.Now) is not { Provider.AllowsIdpInitiated: true } known
            || ConsumerServices.DefaultOf(known.Metadata) is not { } answerTo)
        {
            return null;
        }

        var link = title is null ? null : TitleLink.To(resource.TitleUrl, title);
        if ((title is not null && link is null) || (state is not null && !known.Provider.RelayStates.Contains(state)))
            return null;

        // A title whose address is too long for the protocol opens the resource's first page: better there than nowhere.
        if (link is not null && !IncomingMessage.Fits(link))
            link = null;
        return await flow.AnswerAsync(http, new SignOnRequest(slug, library.Slug, RequestId: null, answerTo.Location, link ?? state, about.Now), known, library, isStored: true, ct);
    }
}
