using System.Text;
using System.Xml.Linq;
using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Saml2.Tests.Support;
using static DigitalAccess.Saml2.Tests.Support.MetadataDraft;

namespace DigitalAccess.Saml2.Tests.Metadata;

[Collection(typeof(Alone))]
public sealed class LargeAggregates
{
    [Fact]
    public void A_signed_federation_of_two_thousand_entities_is_read_as_a_whole()
    {
        var draft = Federation(2000);
        var bytes = draft.Signed(DraftCertificates.Federation, "_of-the-federation");
        Assert.InRange(bytes.Length, 7_000_000, MetadataLimits.LongestDocument);
        Assert.Equal(EntityId, Read(bytes, NoDemands with { Key = DraftCertificates.Federation.Key() }).Metadata.EntityId);
    }

    [Fact]
    public async Task A_federation_of_a_hundred_megabytes_passes_by_in_little_memory()
    {
        var one = Encoding.UTF8.GetBytes(Rich(1).ToString(SaveOptions.DisableFormatting));
        using var federation = new RepeatingStream(
            Encoding.UTF8.GetBytes($"<md:EntitiesDescriptor xmlns:md='{SamlNames.Metadata}'>"), one, 100_000_000 / one.Length, [.. new MetadataDraft().Bytes(), .. "</md:EntitiesDescriptor>"u8]);
        var (before, within) = (0L, 0L);
        federation.AtTheEnd = () => within = GC.GetTotalMemory(forceFullCollection: true);
        before = GC.GetTotalMemory(forceFullCollection: true);
        var reading = await MetadataReader.FindInAggregateAsync(federation, EntityId, NoDemands);
        Assert.Equal(EntityId, reading.Metadata.EntityId);
        Assert.InRange(federation.Passed, 99_000_000, 101_000_000);
        Assert.InRange(within, 1, before + 10_000_000);
    }

    [Fact]
    public async Task More_than_the_limit_is_not_read_and_the_limit_is_told()
    {
        using var endless = new RepeatingStream(Encoding.UTF8.GetBytes($"<md:EntitiesDescriptor xmlns:md='{SamlNames.Metadata}'>"), "<md:EntityDescriptor entityID='x'/>"u8.ToArray(), int.MaxValue, []);
        await Refusals.AssertRefusedAsync(SamlFaultKind.TooLarge, "longer than 3072 KB", () => MetadataReader.FindInAggregateAsync(endless, EntityId, NoDemands, 3 * 1024 * 1024));
        Assert.InRange(endless.Passed, 1, 4 * 1024 * 1024);
    }

    [Fact]
    public async Task More_than_a_signed_document_may_have_is_not_read()
    {
        using var endless = new RepeatingStream([], new byte[1000], int.MaxValue, []);
        var demands = NoDemands with { Key = DraftCertificates.Federation.Key() };
        await Refusals.AssertRefusedAsync(SamlFaultKind.TooLarge, "longer than 20480 KB", () => MetadataReader.FindInAggregateAsync(endless, EntityId, demands));
        Assert.InRange(endless.Passed, 1, 22 * 1024 * 1024);
    }

    [Theory]
    [InlineData("<md:EntityDescriptor entityID='x'>", "<x/>")]
    [InlineData("<md:EntityDescriptor entityID='", "x")]
    [InlineData("<!--", "x")]
    [InlineData("<md:EntityDescriptor entityID='x'><x>", "text")]
    [InlineData("<md:EntityDescriptor entityID='x'>", "<x>")]
    [InlineData("<md:EntityDescriptor entityID='https://sp.example.org/saml'>", "<x/>")]
    public async Task No_single_entity_may_be_larger_than_a_megabyte(string start, string repeated)
    {
        using var endless = new RepeatingStream(
            Encoding.UTF8.GetBytes($"<md:EntitiesDescriptor xmlns:md='{SamlNames.Metadata}'>{start}"), Encoding.UTF8.GetBytes(repeated), int.MaxValue, []);
        await Refusals.AssertRefusedAsync(SamlFaultKind.TooLarge, "longer than 1024 KB", () => MetadataReader.FindInAggregateAsync(endless, EntityId, NoDemands));
        Assert.InRange(endless.Passed, 1, 2 * 1024 * 1024);
    }

    [Fact]
    public async Task Groups_are_not_nested_without_end()
    {
        using var endless = new RepeatingStream([], Encoding.UTF8.GetBytes($"<EntitiesDescriptor xmlns='{SamlNames.Metadata}'>"), int.MaxValue, []);
        await Refusals.AssertRefusedAsync(SamlFaultKind.TooLarge, "inside each other", () => MetadataReader.FindInAggregateAsync(endless, EntityId, NoDemands));
        Assert.InRange(endless.Passed, 1, 1024 * 1024);
    }

    [Fact]
    public async Task Names_are_not_kept_without_end()
    {
        var names = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 400_000).Select(n => $"<n{n}/>")));
        using var aggregate = new MemoryStream([.. Encoding.UTF8.GetBytes($"<md:EntitiesDescriptor xmlns:md='{SamlNames.Metadata}'>"), .. names, .. "</md:EntitiesDescriptor>"u8]);
        await Refusals.AssertRefusedAsync(SamlFaultKind.TooLarge, "more names", () => MetadataReader.FindInAggregateAsync(aggregate, EntityId, NoDemands));
    }

    [Fact]
    public void A_document_above_the_limit_is_refused_unread() =>
        Refusals.AssertRefused(SamlFaultKind.TooLarge, "longer than 20480 KB", () => Read(new byte[MetadataLimits.LongestDocument + 1]));

    private static MetadataDraft Federation(int entities)
    {
        var draft = new MetadataDraft();
        draft.Root = Aggregate(Enumerable.Range(0, entities).Select(Rich), draft.Entity).With("ID", "_of-the-federation");
        return draft;
    }

    /// <summary>As large and as full of other vocabularies as entities of federations are.</summary>
    private static XElement Rich(int number)
    {
        var draft = new MetadataDraft($"https://member{number}.example.org/shibboleth").With(d => d.Entity.With("ID", $"_{number:x32}"));
        XNamespace registration = "urn:oasis:names:tc:SAML:metadata:rpi", attributes = "urn:oasis:names:tc:SAML:metadata:attribute", assertion = SamlNames.Assertion;
        draft.Entity.AddFirst(new XElement(
            Md + "Extensions",
            new XElement(registration + "RegistrationInfo", new XAttribute("registrationAuthority", $"https://federation{number % 80}.example.org/")),
            new XElement(attributes + "EntityAttributes", new XElement(assertion + "Attribute", new XAttribute("Name", "http://macedir.org/entity-category"), new XElement(assertion + "AttributeValue", "http://refeds.org/category/research-and-scholarship")))));
        draft.Entity.Add(new XElement(Md + "Organization", new XElement(Md + "OrganizationName", new XAttribute(XNamespace.Xml + "lang", "en"), $"Member {number}")));
        return draft.Entity;
    }
}
