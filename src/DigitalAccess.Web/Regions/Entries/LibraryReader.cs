using System.Text.Json;
using DigitalAccess.Ils;
using DigitalAccess.Ils.Sip2;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Regions.Yaml;

namespace DigitalAccess.Web.Regions.Entries;

internal sealed class LibraryReader(RegionSecrets secrets, Faults faults)
{
    private const int LargestLogo = 4096;

    private static readonly string[] Blocks = Enum.GetNames<BlockReason>();

    public LibraryEntry Read(Placed<string> slug, MapReader reader)
    {
        var timeZone = reader.Text("timeZone", Checks.TimeZone);
        var (rules, residences) = Rules(reader);
        var library = new Library
        {
            Slug = slug.Value,
            Name = reader.Text("name", ReleaseChecks.NamedToVendors),
            Municipality = reader.Text("municipality", ReleaseChecks.NamedToVendors),
            Sigel = reader.OptionalText("sigel", Checks.Filled),
            TimeZone = timeZone,
            Accent = reader.Text("accent", Checks.Slug),
            LoginForm = Form(reader),
            Contact = Contact(reader),
            AccessRules = rules,
            Premises = reader.Texts("premises", Checks.Network),
            Scope = reader.OptionalText("scope", ReleaseChecks.Scope),
            IdentityProvider = IdentityProvider(reader),
        };
        var ils = reader.OptionalMap("ils", $"the ILS of library '{slug.Value}'") is { } connection
            ? new IlsReader(secrets, faults).Read(slug.Value, timeZone, connection)
            : null;
        library.LoginForm.AsksForPin = ils?.Settings.PinMode != PinMode.None;
        reader.Finish();
        return new LibraryEntry(slug.At, library, ils, residences);
    }

    private static LoginForm Form(MapReader library)
    {
        if (library.OptionalMap("loginForm", "loginForm") is not { } reader)
            return new LoginForm();
        var form = new LoginForm
        {
            CardLabel = reader.OptionalLocalized("cardLabel"),
            CardHint = reader.OptionalLocalized("cardHint"),
            PinLabel = reader.OptionalLocalized("pinLabel"),
            CardPattern = reader.OptionalText("cardPattern", Checks.Pattern),
            PinPattern = reader.OptionalText("pinPattern", Checks.Pattern),
            NumericCard = reader.OptionalFlag("numericCard") ?? false,
            NumericPin = reader.OptionalFlag("numericPin") ?? true,
        };
        reader.Finish();
        return form;
    }

    private static LibraryContact Contact(MapReader library)
    {
        if (library.OptionalMap("contact", "contact") is not { } reader)
            return new LibraryContact();
        var contact = new LibraryContact
        {
            Phone = reader.OptionalText("phone", Checks.Filled),
            Email = reader.OptionalText("email", Checks.Email),
            Website = reader.OptionalText("website", AddressChecks.Address),
        };
        reader.Finish();
        return contact;
    }

    private IdentityProviderSettings IdentityProvider(MapReader library)
    {
        if (library.OptionalMap("identityProvider", "identityProvider") is not { } reader)
            return new IdentityProviderSettings();
        var settings = new IdentityProviderSettings
        {
            DisplayName = reader.OptionalLocalized("displayName"),
            Logo = Logo(reader),
            OwnCertificate = reader.OptionalFlag("ownCertificate") ?? false,
        };
        if (settings.DisplayName?.Values.Select(ReleaseChecks.NoIdentityNumber).FirstOrDefault(fault => fault is not null) is { } fault)
            faults.Add(reader.At, $"'displayName' {fault}");
        reader.Finish();
        return settings;
    }

    private static IdentityProviderLogo? Logo(MapReader identityProvider)
    {
        if (identityProvider.OptionalMap("logo", "logo") is not { } reader)
            return null;
        var logo = new IdentityProviderLogo
        {
            Address = reader.Text("address", AddressChecks.Address), Width = reader.Int("width", 1, LargestLogo), Height = reader.Int("height", 1, LargestLogo),
        };
        reader.Finish();
        return logo;
    }

    private static (AccessRules, List<Placed<string>>) Rules(MapReader library)
    {
        var rules = new AccessRules();
        if (library.OptionalMap("accessRules", "accessRules") is not { } reader)
            return (rules, []);
        if (reader.Has("stoppingBlocks"))
            rules.StoppingBlocks = [.. reader.Texts("stoppingBlocks", Block).Select(InProgram)];
        rules.AllowExpired = reader.OptionalFlag("allowExpired") ?? false;
        rules.HomeLibraries = reader.Texts("homeLibraries", Checks.Filled);
        rules.IlsLocksAfter = reader.OptionalInt("ilsLocksAfter", 3, 100);
        rules.IlsForgetsAfterDays = reader.OptionalInt("ilsForgetsAfterDays", 1, 30) ?? rules.IlsForgetsAfterDays;

        var residences = new List<Placed<string>>();
        if (reader.OptionalMap("residenceByHomeLibrary", "residenceByHomeLibrary") is { } codes)
        {
            foreach (var code in codes.Keys())
                residences.Add(codes.Reference(code.Value));
            rules.ResidenceByHomeLibrary = codes.Keys().Zip(residences).ToDictionary(r => r.First.Value, r => r.Second.Value, StringComparer.Ordinal);
        }

        reader.Finish();
        return (rules, residences);
    }

    private static string? Block(string value) => Blocks.Any(b => InFile(b) == value)
        ? null
        : $"has no block '{value}'; {Spelling.Suggest(value, Blocks.Select(InFile))}";

    private static string InFile(string block) => JsonNamingPolicy.CamelCase.ConvertName(block);

    private static string InProgram(string block) => Blocks.FirstOrDefault(b => InFile(b) == block) ?? block;
}
