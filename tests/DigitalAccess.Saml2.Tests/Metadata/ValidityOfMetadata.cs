using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Saml2.Tests.Support;
using static DigitalAccess.Saml2.Tests.Support.MetadataDraft;

namespace DigitalAccess.Saml2.Tests.Metadata;

public sealed class ValidityOfMetadata
{
    private static readonly MetadataDemands Required = NoDemands with { RequiresValidUntil = true };

    [Theory]
    [InlineData("2026-09-01T12:00:01Z")]
    [InlineData("2026-09-08T12:00:00Z")]
    [InlineData("2026-09-15T12:00:00Z")]
    [InlineData("2026-09-15T11:59:59.999999999Z")]
    public void A_validity_that_is_near_enough_is_accepted(string until) =>
        Assert.NotNull(new MetadataDraft().With(d => d.Entity.With("validUntil", until)).Read(Required).Metadata.ValidUntil);

    [Theory, Trait("Case", "SAML-083")]
    [InlineData(null, "does not say until when")]
    [InlineData("2026-09-01T11:55:00Z", "was valid until 2026-09-01 11:55 UTC, which has passed")]
    [InlineData("2020-01-01T00:00:00Z", "which has passed")]
    [InlineData("2026-09-15T12:00:01Z", "further away than the 14 days")]
    [InlineData("2028-09-01T12:00:00Z", "further away than the 14 days")]
    public void Any_other_validity_is_refused_where_one_was_agreed(string? until, string says) =>
        Refusals.AssertRefused(SamlFaultKind.Metadata, says, () => new MetadataDraft().With(d => d.Entity.SetAttributeValue("validUntil", until)).Read(Required));

    [Fact]
    public void Clocks_may_be_apart_by_a_few_minutes()
    {
        var metadata = new MetadataDraft().With(d => d.Entity.With("validUntil", "2026-09-01T11:55:01Z")).Read(Required).Metadata;
        Assert.True(metadata.IsValidAt(MetadataDraft.Now));
        Assert.False(metadata.IsValidAt(MetadataDraft.Now.AddSeconds(1)));
    }

    [Fact]
    public void Where_none_was_agreed_it_may_be_missing_or_far_away()
    {
        Assert.Null(new MetadataDraft().Read().Metadata.ValidUntil);
        Assert.Equal(2036, new MetadataDraft().With(d => d.Entity.With("validUntil", "2036-01-01T00:00:00Z")).Read().Metadata.ValidUntil!.Value.Year);
    }

    [Fact]
    public void Where_none_was_agreed_it_must_not_have_passed_either() => Refusals.AssertRefused(
        SamlFaultKind.Metadata, "which has passed", () => new MetadataDraft().With(d => d.Entity.With("validUntil", "2026-08-31T00:00:00Z")).Read());

    [Theory]
    [InlineData("2026-09-02T00:00:00Z", "2026-09-09T00:00:00Z", null, 2)]
    [InlineData("2026-09-09T00:00:00Z", "2026-09-02T00:00:00Z", null, 2)]
    [InlineData("2026-09-09T00:00:00Z", "2026-09-08T00:00:00Z", "2026-09-03T00:00:00Z", 3)]
    [InlineData("2026-09-09T00:00:00Z", null, null, 9)]
    [InlineData(null, "2026-09-05T00:00:00Z", null, 5)]
    public void The_earliest_of_what_is_said_around_and_in_the_entity_counts(string? ofRoot, string? ofEntity, string? ofRole, int day)
    {
        var draft = new MetadataDraft();
        draft.Entity.SetAttributeValue("validUntil", ofEntity);
        draft.Role.SetAttributeValue("validUntil", ofRole);
        draft.Root = Aggregate(Aggregate(draft.Entity));
        draft.Root.SetAttributeValue("validUntil", ofRoot);
        Assert.Equal(day, draft.Read(Required).Metadata.ValidUntil!.Value.Day);
    }

    [Fact]
    public void An_aggregate_that_has_expired_is_refused_whatever_its_entity_says()
    {
        var draft = new MetadataDraft().With(d => d.Entity.With("validUntil", "2026-09-08T00:00:00Z"));
        draft.Root = Aggregate(draft.Entity).With("validUntil", "2026-08-31T00:00:00Z");
        Refusals.AssertRefused(SamlFaultKind.Metadata, "which has passed", () => draft.Read());
    }

    [Fact]
    public void What_is_said_of_another_group_or_entity_does_not_count()
    {
        var draft = new MetadataDraft();
        var other = new MetadataDraft("https://other.example.org/").With(d => d.Entity.With("validUntil", "never").With("ID", "_2")).Entity;
        draft.Root = Aggregate(Aggregate(other).With("validUntil", "2020-01-01T00:00:00Z"), draft.Entity);
        Assert.Null(draft.Read().Metadata.ValidUntil);
    }

    [Theory]
    [InlineData("PT1H", 60)]
    [InlineData("PT90M", 90)]
    [InlineData("P1D", 24 * 60)]
    [InlineData("PT0S", 0)]
    public void How_long_it_may_be_kept_is_read(string duration, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), new MetadataDraft().With(d => d.Entity.With("cacheDuration", duration)).Read().Metadata.CacheDuration);

    [Fact]
    public void The_shortest_duration_counts()
    {
        var draft = new MetadataDraft().With(d => d.Entity.With("cacheDuration", "PT2H"));
        draft.Root = Aggregate(draft.Entity).With("cacheDuration", "PT3H");
        Assert.Equal(TimeSpan.FromHours(2), draft.Read().Metadata.CacheDuration);
    }
}
