using DigitalAccess.Web.Oidc.Consent;
using DigitalAccess.Web.Releases;

namespace DigitalAccess.Web.Tests.Oidc;

public sealed class ConsentRulesTests
{
    private static readonly AttributeRelease Library = AttributeRelease.Of(ReleaseSource.Library);
    private static readonly AttributeRelease Age = AttributeRelease.Of(ReleaseSource.AgeBand);
    private static readonly AttributeRelease Gold = new() { Claim = "tier", Source = ReleaseSource.Constant, Value = "gold" };

    [Fact]
    public void A_yes_covers_the_same_and_less() => Assert.All<AttributeRelease[]>(
        [[Library, Age, Gold], [Gold, Age, Library], [Library], []], asked => Assert.True(Covers([Library, Age, Gold], null, asked, null)));

    [Fact]
    public void A_yes_does_not_cover_more()
    {
        Assert.False(Covers([Library], null, [Library, Age], null));
        Assert.False(Covers([], null, [Library], null));
        Assert.False(Covers([Gold], null, [Gold with { Value = "platinum" }], null));
    }

    [Fact]
    public void What_the_vendor_calls_it_makes_no_difference() =>
        Assert.True(Covers([Library], null, [Library with { Claim = "customer", Required = true }], null));

    [Theory]
    [InlineData(90, 90, true)]
    [InlineData(90, 30, true)]
    [InlineData(90, null, true)]
    [InlineData(30, 90, false)]
    [InlineData(null, 30, false)]
    public void Staying_signed_in_is_part_of_it_and_longer_is_more(int? given, int? asked, bool covered)
    {
        Assert.Equal(covered, Covers([Library], given, [Library], asked));
        Assert.Equal(covered, Covers([], given, [], asked));
        Assert.Equal(asked is not null, ConsentRules.StaysSignedIn(ConsentRules.Fingerprint([Library], asked)));
    }

    private static bool Covers(AttributeRelease[] given, int? givenDays, AttributeRelease[] asked, int? askedDays) =>
        ConsentRules.Covers(ConsentRules.Fingerprint(given, givenDays), ConsentRules.Fingerprint(asked, askedDays));
}
