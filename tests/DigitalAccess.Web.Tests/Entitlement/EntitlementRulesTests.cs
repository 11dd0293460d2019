using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Entitlement;
using static DigitalAccess.Web.Tests.Support.TestData;

namespace DigitalAccess.Web.Tests.Entitlement;

/// <summary>The heart, without a database or a clock: start from a patron who is entitled, break exactly one thing.</summary>
public sealed class EntitlementRulesTests
{
    private static readonly DateOnly Today = Day("2026-11-22");
    private static readonly PatronStanding Adult = new(1984, "ADULT");

    private static readonly LicenceFacts Good = new(
        Guid.NewGuid(), HeldByRegion: true, CoversIssuingLibrary: true, CoversResidence: false, Day("2026-01-01"), Day("2026-12-31"), new LicenceTerms());

    [Fact]
    public void A_covered_library_in_the_licences_period_is_granted_under_that_licence() =>
        Assert.Equal(new EntitlementDecision.Granted(Good.Id), Decide(Good));

    public static TheoryData<string, string> Broken => new()
    {
        { "no licence", "no-licence" },
        { "library not covered", "library-not-covered" },
        { "starts tomorrow", "licence-not-started" },
        { "ended yesterday", "licence-ended" },
        { "residence elsewhere", "residence-not-covered" },
        { "too young", "too-young" },
        { "too old", "too-old" },
        { "age unknown", "age-unknown" },
        { "other category", "category-not-included" },
        { "no category", "category-not-included" },
        { "closed", "resource-closed" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void One_broken_thing_refuses_and_names_it(string broken, string slug)
    {
        var decision = broken switch
        {
            "no licence" => EntitlementRules.Decide(Adult, true, [], Today),
            "library not covered" => Decide(Good with { CoversIssuingLibrary = false }),
            "starts tomorrow" => Decide(Good with { ValidFrom = Today.AddDays(1), ValidTo = null }),
            "ended yesterday" => Decide(Good with { ValidTo = Today.AddDays(-1) }),
            "residence elsewhere" => Decide(Good with { Terms = new LicenceTerms { Basis = LicenceBasis.Residence } }),
            "too young" => Decide(Good with { Terms = new LicenceTerms { MinimumAge = 15 } }, Adult with { BirthYear = 2012 }),
            "too old" => Decide(Good with { Terms = new LicenceTerms { MaximumAge = 12 } }),
            "age unknown" => Decide(Good with { Terms = new LicenceTerms { MinimumAge = 15 } }, Adult with { BirthYear = null }),
            "other category" => Decide(Good with { Terms = new LicenceTerms { Categories = ["CHILD"] } }),
            "no category" => Decide(Good with { Terms = new LicenceTerms { Categories = ["ADULT"] } }, Adult with { Category = null }),
            "closed" => EntitlementRules.Decide(Adult, false, [Good], Today),
            _ => throw new ArgumentOutOfRangeException(nameof(broken)),
        };
        Assert.Equal(slug, Assert.IsType<EntitlementDecision.Refused>(decision).Reason.Slug());
    }

    [Fact]
    public void First_and_last_day_are_within_the_period()
    {
        Assert.IsType<EntitlementDecision.Granted>(Decide(Good with { ValidFrom = Today }));
        Assert.IsType<EntitlementDecision.Granted>(Decide(Good with { ValidTo = Today }));
        Assert.IsType<EntitlementDecision.Granted>(Decide(Good with { ValidTo = null }));
    }

    [Theory]
    [InlineData(2011, true)]
    [InlineData(2012, false)]
    public void An_age_limit_is_reached_in_the_year_of_the_birthday(int birthYear, bool granted) =>
        Assert.Equal(granted, Decide(Good with { Terms = new LicenceTerms { MinimumAge = 15 } }, Adult with { BirthYear = birthYear }) is EntitlementDecision.Granted);

    [Fact]
    public void Residence_grants_where_the_card_does_not()
    {
        var byResidence = Good with { CoversIssuingLibrary = false, CoversResidence = true, Terms = new LicenceTerms { Basis = LicenceBasis.Residence } };
        Assert.IsType<EntitlementDecision.Granted>(Decide(byResidence));
    }

    [Fact]
    public void The_librarys_own_licence_is_used_before_the_regions()
    {
        var own = Good with { Id = Guid.NewGuid(), HeldByRegion = false };
        Assert.Equal(new EntitlementDecision.Granted(own.Id), EntitlementRules.Decide(Adult, true, [Good, own], Today));
        Assert.Equal(new EntitlementDecision.Granted(own.Id), EntitlementRules.Decide(Adult, true, [own, Good], Today));
    }

    [Fact]
    public void Of_two_refusals_the_one_that_came_closer_is_told()
    {
        var ended = Good with { ValidTo = Today.AddDays(-1) };
        var notCovered = Good with { CoversIssuingLibrary = false };
        var adultsOnly = Good with { Terms = new LicenceTerms { MinimumAge = 18 } };
        Assert.Equal(new EntitlementDecision.Refused(RefusalReason.LicenceEnded), EntitlementRules.Decide(Adult, true, [ended, notCovered], Today));
        Assert.Equal(new EntitlementDecision.Refused(RefusalReason.TooYoung),
            EntitlementRules.Decide(new PatronStanding(2015, null), true, [ended, adultsOnly, notCovered], Today));
    }

    [Fact]
    public void Every_reason_has_a_slug_of_its_own_and_is_found_by_it() => Assert.All(Enum.GetValues<RefusalReason>(), reason =>
    {
        Assert.True(RefusalReasons.TryParse(reason.Slug(), out var found));
        Assert.Equal(reason, found);
    });

    private static EntitlementDecision Decide(LicenceFacts licence, PatronStanding? patron = null) =>
        EntitlementRules.Decide(patron ?? Adult, resourceActive: true, [licence], Today);
}
