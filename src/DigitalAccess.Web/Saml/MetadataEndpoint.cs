using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Writing;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Saml.SignOn;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Saml;

/// <summary>
/// What vendors fetch (SAML Metadata 4.1): at the entityID itself, and at an address of each vendor's own, by which we know
/// which certificates that vendor has seen before it is sent anything signed with a new one.
/// </summary>
internal sealed class MetadataEndpoint(RegionSnapshots region, SamlKeys keys, CertificateSightings fetches, IOptions<SamlOptions> options, ClockAndOrigin about)
{
    private const string ContentType = "application/samlmetadata+xml";

    /// <summary>How long it may be relied upon: a vendor that cannot reach us for a while goes on.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromDays(14);

    /// <summary>How often it is well fetched.</summary>
    public static readonly TimeSpan Often = TimeSpan.FromHours(6);

    public async Task<IResult> AnswerAsync(HttpContext http, string library, string? vendor, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        if (now.Library(library) is not { Active: true } found)
            return TypedResults.NotFound();
        var provider = vendor is null ? null : now.ServiceProviderBySlug(vendor);
        if (vendor is not null && provider is null)
            return TypedResults.NotFound();

        var published = await keys.PublishedAsync(found, provider, [.. now.ActiveServiceProviders], ct);
        var signing = await keys.SigningAsync(found, provider, ct);
        await fetches.RememberAsync(found, provider, published, http.Request.Headers.UserAgent, ct);
        http.Response.Headers.CacheControl = $"public, max-age={(int)TimeSpan.FromHours(1).TotalSeconds}";
        return TypedResults.Bytes(SamlWriter.Write(Describe(found, provider, published, now), signing), ContentType);
    }

    /// <summary>At the common address nobody in particular is spoken to, and nothing is demanded.</summary>
    private bool MustSign(ServiceProvider? provider, RegionSnapshot now) =>
        provider is not null && (provider.RequiresSignedRequests || now.Metadata(provider.Id, about.Now)?.AuthnRequestsSigned == true);

    private IdentityProviderMetadata Describe(Library library, ServiceProvider? vendor, IReadOnlyList<SamlCertificate> published, RegionSnapshot now)
    {
        var provider = IdentityProvider.Of(library, about.Origin);
        var settings = library.IdentityProvider;
        return new IdentityProviderMetadata
        {
            EntityId = provider.EntityId,
            ValidUntil = about.Now + Good,
            CacheDuration = Often,
            Certificates = [.. published.Select(c => Convert.ToBase64String(c.Certificate))],
            SingleSignOn = provider.SingleSignOn,
            SingleLogout = provider.SingleLogout,
            NameIdFormats = vendor is null ? [SamlNames.NameIds.Transient, SamlNames.NameIds.Persistent] : PatronNames.FormatsFor(vendor),
            WantsSignedRequests = MustSign(vendor, now),
            DisplayNames = settings.DisplayName is { Count: > 0 } names ? [.. names.Select(n => (n.Key, n.Value))] : [("sv", library.Name), ("en", library.Name)],
            Scope = library.ScopeAt(new Uri(about.Origin).Host),
            ErrorAddress = new Uri(new Uri(about.Origin), "/help").AbsoluteUri,
            TechnicalContact = options.Value.TechnicalContact,
            Logo = settings.Logo is { } logo ? new Logo(logo.Address, logo.Width, logo.Height) : null,
        };
    }
}
