using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Releases.VendorSheets;
using DigitalAccess.Web.Texts;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Saml.VendorSheets;

/// <summary>Makes the sheet for one service provider, of its registration and its metadata as the database has them now.</summary>
internal sealed class SheetMaker(RegionSnapshots region, IStringLocalizer<PatronTexts> texts, IOptions<BrokerOptions> broker, IOptions<SamlOptions> options, TimeProvider clock)
{
    public async Task<VendorSheet> MakeAsync(string slug, CancellationToken ct)
    {
        // Engineers read English, whatever language the region's own machine speaks.
        InLanguage.Speak("en");
        var now = await region.GetAsync(ct);
        if (now.ServiceProviderBySlug(slug) is not { } provider)
            return new VendorSheet.NoSuchVendor([.. now.ActiveServiceProviders.Select(p => p.Slug).Order(StringComparer.Ordinal)]);

        var resource = now.ResourceOfServiceProvider(slug);
        var libraries = now.Libraries.Where(l => l.Active && resource is not null && now.LicencesOf(resource.Id).Any(licence => licence.Covers(l.Id)));
        var example = ExampleLibrary.In(now, resource?.Id);
        return new VendorSheet.Made(string.Join('\n', Parts(new SheetFacts(
            provider, now.Metadata(provider.Id, clock.GetUtcNow()), resource, new SheetSender(broker.Value.RegionName, broker.Value.Origin),
            [.. libraries.OrderBy(l => l.Slug, StringComparer.Ordinal)], example, options.Value, RefusalsForVendors.Of(texts, resource, example)))));
    }

    private static IEnumerable<string> Parts(SheetFacts facts) =>
    [
        .. ConnectionPart.Lines(facts), .. RequestsPart.Lines(facts), .. PatronPart.Lines(facts), .. RefusalsPart.Lines(facts), .. SignOutPart.Lines(facts),
        .. CertificatesPart.Lines(facts), .. FirstTestsPart.Lines(facts),
    ];
}
