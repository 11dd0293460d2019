using System.Text.RegularExpressions;
using System.Xml.Linq;
using DigitalAccess.Ils;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Pages;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Conventions;

public sealed partial class TextsAreInEveryLanguage
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src/DigitalAccess.Web/Texts");

    [Theory]
    [InlineData("PatronTexts")]
    [InlineData("StaffTexts")]
    public void Each_key_is_there_in_Swedish_and_in_English_with_the_same_places_to_fill(string catalogue)
    {
        var (sv, en) = (Read(catalogue, "sv"), Read(catalogue, "en"));
        Assert.NotEmpty(sv);
        Assert.Equal(sv.Keys.Order(StringComparer.Ordinal), en.Keys.Order(StringComparer.Ordinal));
        Assert.All(sv, text => Assert.Equal(Places(text.Value), Places(en[text.Key])));
        Assert.All(sv.Concat(en), text => Assert.NotEmpty(text.Value.Trim()));
    }

    [Fact]
    public void Each_text_that_a_patron_page_asks_for_exists()
    {
        var texts = Read("PatronTexts", "sv");
        var asked = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/DigitalAccess.Web/Pages"), "*.cs*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/Staff", StringComparison.Ordinal) && !f.Contains("_Staff", StringComparison.Ordinal))
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value));
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Distinct().Where(k => !texts.ContainsKey(k)));
    }

    [Fact]
    public void Each_reason_block_category_and_attribute_has_its_words()
    {
        var texts = Read("PatronTexts", "sv");
        var needed = Enum.GetNames<RefusalReason>().SelectMany(r => new[] { $"Refusal.{r}", $"Help.{r}" })
            .Concat(Enum.GetNames<BlockReason>().Select(b => $"Login.Blocked.{b}"))
            .Concat(Enum.GetNames<PortalTopic>().Select(t => $"Portal.{t}"))
            .Concat(Enum.GetNames<VendorStanding>().Select(v => $"SignedOut.{v}"))
            .Concat(Enum.GetNames<ReleaseSource>().Select(a => $"Release.{a}"));
        Assert.NotEmpty(needed);
        Assert.Empty(needed.Where(k => !texts.ContainsKey(k)));
    }

    private static Dictionary<string, string> Read(string catalogue, string language) =>
        XDocument.Load(Path.Combine(Folder, $"{catalogue}.{language}.resx")).Root!.Elements("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex("(?:\\bT|text)\\[\"([\\w.]+)\"")]
    private static partial Regex Asked();
}
