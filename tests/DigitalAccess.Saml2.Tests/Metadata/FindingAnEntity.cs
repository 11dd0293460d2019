using System.Text;
using System.Xml.Linq;
using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Saml2.Tests.Support;
using static DigitalAccess.Saml2.Tests.Support.MetadataDraft;

namespace DigitalAccess.Saml2.Tests.Metadata;

/// <summary>An aggregate gives the same answer whether it is read as a tree or as it passes by.</summary>
public sealed class FindingAnEntity
{
    [Theory, CombinedWays]
    public async Task The_entity_itself_may_be_the_root(bool streamed) => Assert.Equal(EntityId, (await Find(new MetadataDraft().Bytes(), streamed)).Metadata.EntityId);

    [Theory, CombinedWays]
    public async Task It_is_found_among_others_and_in_groups(bool streamed)
    {
        var draft = new MetadataDraft();
        draft.Root = Aggregate(new XElement(Md + "Extensions", new XElement("x", "y")), Other(1), Aggregate(Other(2), Aggregate(draft.Entity).With("validUntil", "2026-09-02T00:00:00Z"), Aggregate()), Other(3));
        var metadata = (await Find(draft.Bytes(), streamed)).Metadata;
        Assert.Equal((EntityId, 2), (metadata.EntityId, metadata.ValidUntil?.Day));
    }

    [Theory, CombinedWays]
    public async Task What_is_said_of_a_group_that_has_ended_does_not_count_for_the_next(bool streamed)
    {
        var draft = new MetadataDraft();
        draft.Root = Aggregate(Aggregate(Other(1)).With("validUntil", "2020-01-01T00:00:00Z"), draft.Entity);
        Assert.Null((await Find(draft.Bytes(), streamed)).Metadata.ValidUntil);
    }

    [Theory, CombinedWays]
    public async Task What_is_said_around_it_is_judged(bool streamed)
    {
        var draft = new MetadataDraft();
        draft.Root = Aggregate(draft.Entity).With("validUntil", "2020-01-01T00:00:00Z");
        await Refusals.AssertRefusedAsync(SamlFaultKind.Metadata, "which has passed", () => Find(draft.Bytes(), streamed));
    }

    [Theory, CombinedWays]
    public async Task An_entity_that_is_not_there_is_missed(bool streamed) =>
        await Refusals.AssertRefusedAsync(SamlFaultKind.Metadata, "holds no entity", () => Find(new MetadataDraft().With(d => d.Root = Aggregate(Other(1), Other(2))).Bytes(), streamed));

    [Theory, CombinedWays]
    public async Task Two_of_the_same_name_are_refused(bool streamed)
    {
        var draft = new MetadataDraft();
        draft.Root = Aggregate(draft.Entity, Aggregate(new MetadataDraft().Entity.With("ID", "_second")));
        await Refusals.AssertRefusedAsync(SamlFaultKind.Metadata, "several entities", () => Find(draft.Bytes(), streamed));
    }

    [Theory, CombinedWays]
    public async Task One_that_hides_in_an_extension_is_none(bool streamed)
    {
        var draft = new MetadataDraft();
        draft.Root = Aggregate(new XElement(Md + "Extensions", draft.Entity), Other(1));
        await Refusals.AssertRefusedAsync(SamlFaultKind.Metadata, "holds no entity", () => Find(draft.Bytes(), streamed));
    }

    [Theory, CombinedWays]
    public async Task One_inside_of_another_is_none(bool streamed)
    {
        var draft = new MetadataDraft();
        var around = Other(1);
        around.Add(draft.Entity);
        draft.Root = Aggregate(around);
        await Refusals.AssertRefusedAsync(SamlFaultKind.Metadata, "holds no entity", () => Find(draft.Bytes(), streamed));
    }

    [Theory, CombinedWays]
    public async Task A_document_that_is_cut_off_is_refused_also_after_the_entity(bool streamed)
    {
        var draft = new MetadataDraft();
        draft.Root = Aggregate(draft.Entity, Other(1));
        await Refusals.AssertRefusedAsync(SamlFaultKind.Malformed, "no well-formed XML", () => Find(draft.Bytes()[..^30], streamed));
    }

    [Theory, CombinedWays]
    public async Task A_byte_order_mark_and_a_declaration_are_no_hindrance(bool streamed)
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, .. "<?xml version='1.0' encoding='UTF-8'?>\n"u8, .. new MetadataDraft().Bytes()];
        Assert.Equal(EntityId, (await Find(marked, streamed)).Metadata.EntityId);
    }

    [Theory, CombinedWays]
    public async Task Other_documents_are_refused(bool streamed)
    {
        foreach (var text in (string[])["", "hello", "<html><body>Sign in</body></html>", "{}", "<!DOCTYPE html><html/>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a>\0</a>"])
            await Refusals.AssertRefusedAsync(SamlFaultKind.Malformed, "metadata", () => Find(Encoding.UTF8.GetBytes(text), streamed), "The message is no");
    }

    [Theory, CombinedWays]
    public async Task Other_encodings_are_refused(bool streamed)
    {
        var text = Encoding.UTF8.GetString(new MetadataDraft().Bytes());
        await Refusals.AssertRefusedAsync(SamlFaultKind.Malformed, "UTF-8", () => Find([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)], streamed));
        await Refusals.AssertRefusedAsync(SamlFaultKind.Malformed, "UTF-8", () => Find(Encoding.Latin1.GetBytes(text.Replace("Films", "Filmé", StringComparison.Ordinal)), streamed));
    }

    [Theory, CombinedWays]
    public async Task The_entity_is_not_deeper_than_metadata_is(bool streamed)
    {
        var draft = new MetadataDraft();
        var deep = Enumerable.Range(0, 40).Aggregate(new XElement("x"), (inner, _) => new XElement("x", inner));
        draft.Role.Element(Md + "Extensions")!.Add(deep);
        await Refusals.AssertRefusedAsync(SamlFaultKind.Malformed, "not too deep", () => Find(draft.Bytes(), streamed));
    }

    private static Task<MetadataReading> Find(byte[] utf8, bool streamed) => streamed
        ? MetadataReader.FindInAggregateAsync(new MemoryStream(utf8), EntityId, NoDemands)
        : Task.Run(() => MetadataDraft.Read(utf8));

    private static XElement Other(int number) => new MetadataDraft($"https://other.example.org/{number}").With(d => d.Entity.With("ID", $"_{number}")).Entity;

    private sealed class CombinedWaysAttribute : Xunit.v3.DataAttribute
    {
        public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(System.Reflection.MethodInfo testMethod, Xunit.Sdk.DisposalTracker disposalTracker) =>
            ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([new TheoryDataRow<bool>(false), new TheoryDataRow<bool>(true)]);

        public override bool SupportsDiscoveryEnumeration() => true;
    }
}
