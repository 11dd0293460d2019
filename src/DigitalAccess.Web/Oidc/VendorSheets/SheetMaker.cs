using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Releases.VendorSheets;
using DigitalAccess.Web.Texts;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc.VendorSheets;

/// <summary>Makes the sheet for one client, of its registration as the database has it now and of what the provider announces.</summary>
internal sealed class SheetMaker(
    RegionSnapshots region, AnnouncedProvider provider, IOpenIddictApplicationManager clients, IStringLocalizer<PatronTexts> texts, IOptions<BrokerOptions> broker)
{
    public async Task<VendorSheet> MakeAsync(string clientId, CancellationToken ct)
    {
        // Engineers read English, whatever language the region's own machine speaks.
        InLanguage.Speak("en");
        var now = await region.GetAsync(ct);
        if (now.Party(clientId) is not { } party)
            return new VendorSheet.NoSuchVendor([.. now.ActiveParties.Select(p => p.ClientId).Order(StringComparer.Ordinal)]);

        var announced = await provider.AskAsync(ct);
        var needsPkce = await clients.HasRequirementAsync((await clients.FindByClientIdAsync(clientId, ct))!, Requirements.Features.ProofKeyForCodeExchange, ct);
        var resource = now.ResourceOf(clientId);
        var library = ExampleLibrary.In(now, resource?.Id);
        var facts = new SheetFacts(
            party, resource, broker.Value.RegionName, announced, needsPkce, ExampleLibrary.PatronOf(library, announced.Issuer.Host), RefusalsForVendors.Of(texts, resource, library));
        return new VendorSheet.Made(string.Join('\n', Parts(facts)));
    }

    private static IEnumerable<string> Parts(SheetFacts facts) =>
    [
        .. ConnectionPart.Lines(facts), .. RequestsPart.Lines(facts), .. ClaimsPart.Lines(facts), .. RefusalsPart.Lines(facts), .. SignOutPart.Lines(facts),
        .. FirstTestsPart.Lines(facts),
    ];
}
