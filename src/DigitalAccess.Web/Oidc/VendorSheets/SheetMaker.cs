using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Oidc.Requests;
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
    /// <summary>For a client whose region has no library yet.</summary>
    private static readonly Library Nowhere = new() { Slug = "exempel", Name = "Exempelbiblioteket", Municipality = "Exempelkommun", TimeZone = "Europe/Stockholm", Accent = "" };

    public async Task<VendorSheet> MakeAsync(string clientId, CancellationToken ct)
    {
        // Engineers read English, whatever language the region's own machine speaks.
        InLanguage.Speak("en");
        var now = await region.GetAsync(ct);
        if (now.Party(clientId) is not { } party)
            return new VendorSheet.NoSuchClient([.. now.ActiveParties.Select(p => p.ClientId).Order(StringComparer.Ordinal)]);

        var announced = await provider.AskAsync(ct);
        var needsPkce = await clients.HasRequirementAsync((await clients.FindByClientIdAsync(clientId, ct))!, Requirements.Features.ProofKeyForCodeExchange, ct);
        var resource = now.ResourceOf(clientId);
        var library = ExampleLibrary(now, resource);
        var facts = new SheetFacts(
            party, resource, broker.Value.RegionName, announced, needsPkce, SheetExample.PatronOf(library, announced.Issuer.Host), [.. RefusalsAt(resource, library)]);
        return new VendorSheet.Made(string.Join('\n', Parts(facts)));
    }

    private static IEnumerable<string> Parts(SheetFacts facts) =>
    [
        .. ConnectionPart.Lines(facts), .. RequestsPart.Lines(facts), .. ClaimsPart.Lines(facts), .. RefusalsPart.Lines(facts), .. SignOutPart.Lines(facts),
        .. FirstTestsPart.Lines(facts),
    ];

    /// <summary>One whose patrons the vendor meets, if there is one.</summary>
    private static Library ExampleLibrary(RegionSnapshot now, Resource? resource)
    {
        var libraries = now.Libraries.Where(l => l.Active).OrderBy(l => l.Slug, StringComparer.Ordinal).ToList();
        return libraries.Find(l => resource is not null && now.LicencesOf(resource.Id).Any(licence => licence.Covers(l.Id))) ?? libraries.FirstOrDefault() ?? Nowhere;
    }

    private IEnumerable<(string, string)> RefusalsAt(Resource? resource, Library library) => Enum.GetValues<RefusalReason>()
        .Select(reason => (reason.Slug(), texts[$"Refusal.{reason}", resource?.Name.Current ?? texts["Help.TheService"], library.Name].Value));
}
