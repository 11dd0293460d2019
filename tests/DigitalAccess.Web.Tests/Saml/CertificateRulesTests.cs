using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Saml.Certificates;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>
/// The life of certificates with the default times: good for five years (1825 days), the next published 180 days before the end,
/// 30 days of notice, 30 days of grace. Days are counted from the making of the first; "a" is always the first, "b" the second.
/// </summary>
public sealed class CertificateRulesTests
{
    private const int Life = 1825;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SamlOptions Options = new();

    /// <summary>The usual change: made on day 1645, signs from day 1675.</summary>
    private static SamlCertificate[] Two => [Made("a", 0, 0), Made("b", 1645, 1675)];

    [Fact]
    public void The_first_certificate_signs_at_once() => Assert.Equal(Start, CertificateRules.NextActiveFrom([], Start, Options));

    [Theory]
    [InlineData(0, null)]
    [InlineData(1644, null)]
    [InlineData(1645, 1675)]
    [InlineData(1700, 1730)]
    [InlineData(1810, Life)]
    [InlineData(Life, Life)]
    [InlineData(1900, 1900)]
    public void The_next_is_made_in_time_and_has_its_full_notice_unless_the_last_one_ends_before(int day, int? activeFrom) =>
        Assert.Equal(On(activeFrom), CertificateRules.NextActiveFrom([Made("a", 0, 0)], On(day), Options));

    [Fact]
    public void While_one_is_announced_no_other_is_made() => Assert.Null(CertificateRules.NextActiveFrom(Two, On(1650), Options));

    [Fact]
    public void Where_all_are_revoked_another_is_made_that_signs_at_once() =>
        Assert.Equal(On(10), CertificateRules.NextActiveFrom([Made("a", 0, 0, revoked: 9)], On(10), Options));

    /// <summary>Without a day, with one before and one after the general change, and with one left over from an earlier change.</summary>
    [Theory]
    [InlineData(1644, null, "a")]
    [InlineData(1646, null, "a")]
    [InlineData(1674, null, "a")]
    [InlineData(1675, null, "b")]
    [InlineData(1659, 1660, "a")]
    [InlineData(1660, 1660, "b")]
    [InlineData(1700, 1720, "a")]
    [InlineData(1720, 1720, "b")]
    [InlineData(1646, 0, "a")]
    [InlineData(1646, 400, "a")]
    [InlineData(1646, 1644, "a")]
    [InlineData(1675, 400, "b")]
    [InlineData(1645, 1645, "b")]
    public void One_certificate_signs_for_a_vendor(int day, int? vendorsDay, string signing) => Assert.Equal(signing, Signing(Two, vendorsDay, day));

    [Fact]
    public void A_day_that_begins_before_the_newest_was_made_and_ends_after_it_means_the_newest_and_at_once()
    {
        SamlCertificate[] two = [Made("a", 0, 0), Made("b", 10, 40, hours: 9)];
        Assert.Equal("a", CertificateRules.Signing(two[..1], On(10), On(10).AddHours(8))!.Thumbprint);
        Assert.Equal("b", CertificateRules.Signing(two, On(10), On(10).AddHours(9))!.Thumbprint);
    }

    [Theory]
    [InlineData(1824, 1900, "a")]
    [InlineData(Life, 1900, "b")]
    [InlineData(Life, null, "b")]
    public void What_has_ended_signs_for_nobody_while_there_is_another_not_even_before_a_vendors_late_day(int day, int? vendorsDay, string signing) =>
        Assert.Equal(signing, Signing(Two, vendorsDay, day));

    [Theory]
    [InlineData(1900, "a")]
    [InlineData(4000, "a")]
    public void Where_there_is_no_other_the_one_that_has_ended_goes_on(int day, string signing)
    {
        Assert.Equal(signing, Signing([Made("a", 0, 0)], null, day));
        Assert.Equal(["a"], CertificateRules.Published([Made("a", 0, 0)], [], On(day), Options).Select(c => c.Thumbprint));
    }

    [Fact]
    public void Where_all_have_ended_the_last_goes_on() => Assert.Equal("b", Signing(Two, null, 5000));

    [Fact]
    public void One_that_was_made_after_the_last_had_ended_signs_before_its_notice_is_over() =>
        Assert.Equal("b", Signing([Made("a", 0, 0), Made("b", 1900, 1930)], null, 1900));

    /// <summary>Three generations: the day of the last change is no day of this one, and one of this change leaves the third alone.</summary>
    [Theory]
    [InlineData(3291, null, "b")]
    [InlineData(3291, 1700, "b")]
    [InlineData(3320, 1700, "c")]
    [InlineData(3300, 3295, "c")]
    [InlineData(3330, 3400, "b")]
    [InlineData(3400, 3400, "c")]
    public void A_later_change_is_not_brought_early_by_the_day_of_an_earlier_one(int day, int? vendorsDay, string signing) =>
        Assert.Equal(signing, Signing([.. Two, Made("c", 3290, 3320)], vendorsDay, day));

    [Theory]
    [InlineData(1644, null, "a")]
    [InlineData(1645, null, "a b")]
    [InlineData(1704, null, "a b")]
    [InlineData(1705, null, "b")]
    [InlineData(1704, 1650, "a b")]
    [InlineData(1705, 1650, "b")]
    [InlineData(1749, 1720, "a b")]
    [InlineData(1750, 1720, "b")]
    [InlineData(1705, 400, "b")]
    [InlineData(1854, 1900, "a b")]
    [InlineData(1855, 1900, "b")]
    public void Each_is_published_before_it_signs_and_until_the_last_vendor_has_left_it_for_thirty_days(int day, int? vendorsDay, string published) =>
        Assert.Equal(published, Published(day < 1645 ? [Two[0]] : Two, vendorsDay is { } own ? [own] : [], day));

    [Fact]
    public void The_latest_of_the_vendors_days_counts() => Assert.Equal("a b", Published(Two, [1650, 1720, 1690], 1749));

    [Theory]
    [InlineData(null)]
    [InlineData(1650)]
    [InlineData(1720)]
    [InlineData(1900)]
    [InlineData(400)]
    public void What_signs_for_any_vendor_is_published_at_any_time(int? vendorsDay)
    {
        SamlCertificate[] all = [.. Two, Made("c", 3290, 3320)];
        for (var day = 0; day < 3600; day++)
        {
            var there = all.Where(c => c.CreatedAt <= On(day)).ToArray();
            foreach (var own in new[] { vendorsDay, null })
                Assert.Contains(Signing(there, own, day), Published(there, vendorsDay is { } d ? [d] : [], day).Split(' '));
        }
    }

    [Fact]
    public void A_revoked_one_signs_until_its_successor_takes_over_and_not_an_instant_longer_whatever_day_a_vendor_has()
    {
        var takeOver = On(100).AddMinutes(3);
        SamlCertificate[] all = [Made("stolen", 0, 0, revokedAt: takeOver), Made("announced", 90, 120, revokedAt: takeOver), New("new", On(100), takeOver, null)];
        foreach (var vendorsDay in new int?[] { null, 50, 200 })
        {
            Assert.Equal("stolen", CertificateRules.Signing(all, On(vendorsDay), On(100))!.Thumbprint);
            Assert.Equal("new", CertificateRules.Signing(all, On(vendorsDay), takeOver)!.Thumbprint);
        }

        Assert.Equal(["stolen", "announced", "new"], CertificateRules.Published(all, [On(200)], On(100), Options).Select(c => c.Thumbprint));
        Assert.Equal(["new"], CertificateRules.Published(all, [On(200)], takeOver, Options).Select(c => c.Thumbprint));
        Assert.Null(CertificateRules.NextActiveFrom(all, On(100), Options));
    }

    [Fact]
    public void Where_nothing_is_left_nothing_signs() => Assert.Null(Signing([Made("a", 0, 0, revoked: 5)], 3, 6));

    [Theory]
    [InlineData(1650, null, 1675)]
    [InlineData(1675, null, null)]
    [InlineData(1650, 1660, 1660)]
    [InlineData(1650, 1720, 1720)]
    [InlineData(1650, 1900, Life)]
    [InlineData(1650, 400, 1675)]
    [InlineData(100, 50, null)]
    public void A_vendor_can_be_told_when_it_changes(int day, int? vendorsDay, int? changes) =>
        Assert.Equal(On(changes), CertificateRules.ChangesAt(day < 1645 ? [Two[0]] : Two, On(vendorsDay), On(day)));

    [Theory]
    [InlineData(100, null, true)]
    [InlineData(1650, null, false)]
    [InlineData(1675, null, true)]
    [InlineData(1675, 1720, false)]
    [InlineData(1720, 1720, true)]
    [InlineData(1660, 1650, false)]
    [InlineData(1675, 400, true)]
    public void A_change_is_over_when_the_last_vendor_has_arrived(int day, int? vendorsDay, bool settled) =>
        Assert.Equal(settled, CertificateRules.IsSettled(day < 1645 ? [Two[0]] : Two, vendorsDay is { } own ? [On(own)] : [], On(day)));

    [Fact]
    public void A_notice_that_outlasts_the_announcement_is_refused()
    {
        foreach (var wrong in new[] { new SamlOptions { Notice = TimeSpan.FromDays(180) }, new SamlOptions { CertificateLifetime = TimeSpan.FromDays(180) } })
            Assert.NotEmpty(wrong.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(wrong)));
        Assert.Empty(Options.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(Options)));
    }

    private static DateTimeOffset On(int day) => Start.AddDays(day);

    private static DateTimeOffset? On(int? day) => day is { } known ? On(known) : null;

    private static string Signing(SamlCertificate[] certificates, int? vendorsDay, int day) => CertificateRules.Signing(certificates, On(vendorsDay), On(day))?.Thumbprint!;

    private static string Published(SamlCertificate[] certificates, int[] vendorsDays, int day) =>
        string.Join(' ', CertificateRules.Published(certificates, [.. vendorsDays.Select(On)], On(day), Options).Select(c => c.Thumbprint));

    private static SamlCertificate Made(
        string name, int day, int activeFrom, int? revoked = null, DateTimeOffset? revokedAt = null, int hours = 0) =>
        New(name, On(day).AddHours(hours), On(activeFrom), revokedAt ?? On(revoked));

    private static SamlCertificate New(
        string name, DateTimeOffset createdAt, DateTimeOffset activeFrom, DateTimeOffset? revokedFrom) => new()
        {
            Kind = CertificateKind.Rsa, Thumbprint = name, Certificate = [], ProtectedPrivateKey = [], CreatedAt = createdAt, ActiveFrom = activeFrom,
            NotAfter = createdAt.AddDays(Life), RevokedFrom = revokedFrom,
        };
}
