using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Saml.Certificates;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>
/// Whose certificates sign for a library with the default times: 30 days of notice, 30 days of grace. The region's is "shared"; the
/// library changes to its "own" on day 100, or on day 100 back from it. Days are counted from the making of the shared one.
/// </summary>
public sealed class CertificateLineTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SamlOptions Options = new();
    private static readonly Guid Habo = Guid.NewGuid();

    [Theory]
    [InlineData(100, null, "before")]
    [InlineData(129, null, "before")]
    [InlineData(130, null, "now")]
    [InlineData(109, 110, "before")]
    [InlineData(110, 110, "now")]
    [InlineData(149, 150, "before")]
    [InlineData(150, 150, "now")]
    [InlineData(129, 90, "before")]
    [InlineData(130, 90, "now")]
    public void Each_vendor_is_sent_the_new_owners_after_its_notice_or_from_its_own_day(int day, int? vendorsDay, string expected)
    {
        foreach (var own in new[] { true, false })
        {
            var line = Line(own, 100, 130, Shared(0, 0), Own(own ? 100 : 50, own ? 130 : 50));
            Assert.Equal((expected == "now") == own ? "own" : "shared", line.Signing(On(vendorsDay), On(day))!.Thumbprint);
            Assert.Equal(own ? "own" : "shared", line.Newest(On(day))!.Thumbprint);
            Assert.Equal(expected == "now" ? null : On(vendorsDay is 90 ? null : vendorsDay) ?? On(130), line.ChangesAt(On(vendorsDay), On(day)));
        }
    }

    [Theory]
    [InlineData(159, null, "shared own")]
    [InlineData(160, null, "own")]
    [InlineData(160, 110, "own")]
    [InlineData(179, 150, "shared own")]
    [InlineData(180, 150, "own")]
    public void The_former_owners_are_published_until_the_last_vendor_has_left_them_for_thirty_days(int day, int? vendorsDay, string published) =>
        Assert.Equal(published, Published(Line(own: true, 100, 130, Shared(0, 0), Own(100, 130)), vendorsDay, day));

    [Theory]
    [InlineData(null)]
    [InlineData(90)]
    [InlineData(110)]
    [InlineData(150)]
    [InlineData(1800)]
    public void What_signs_for_any_vendor_is_published_at_any_time(int? vendorsDay)
    {
        foreach (var own in new[] { true, false })
        {
            var line = Line(own, 100, 130, Shared(0, 0), Shared(90, 120, "announced"), Own(own ? 100 : 50, own ? 130 : 50), Own(40, 45, "older"));
            for (var day = 100; day < 2500; day++)
                foreach (var of in new[] { vendorsDay, null })
                    Assert.Contains(line.Signing(On(of), On(day))!.Thumbprint, Published(line, vendorsDay, day).Split(' '));
        }
    }

    [Theory]
    [InlineData(129, null, false)]
    [InlineData(130, null, true)]
    [InlineData(130, 110, true)]
    [InlineData(110, 110, false)]
    [InlineData(130, 150, false)]
    [InlineData(150, 150, true)]
    public void A_change_of_owner_is_over_when_the_last_vendor_has_arrived(int day, int? vendorsDay, bool settled) =>
        Assert.Equal(settled, Line(own: true, 100, 130, Shared(0, 0), Own(100, 130)).IsSettled(vendorsDay is { } own ? [On(own)] : [], On(day)));

    [Fact]
    public void What_was_made_for_the_former_owner_later_on_is_nothing_to_the_librarys_vendors()
    {
        var line = Line(own: true, 100, 130, Shared(0, 0), Own(100, 130), Shared(110, 120, "later"));
        Assert.Equal("shared", line.Signing(null, On(129))!.Thumbprint);
        Assert.Equal("shared own", Published(line, null, 129));
    }

    [Fact]
    public void What_is_no_longer_good_is_left_before_the_notice_is_over()
    {
        var (ends, revoked) = (On(1825), On(110));
        Assert.Equal("own", Line(own: true, 1800, 1830, Shared(0, 0), Own(1800, 1830)).Signing(null, ends)!.Thumbprint);
        Assert.Equal(ends, Line(own: true, 1800, 1830, Shared(0, 0), Own(1800, 1830)).ChangesAt(null, On(1801)));
        Assert.Equal("own", Line(own: true, 100, 130, New("shared", null, 0, 0, CertificateKind.Rsa, revoked), Own(100, 130)).Signing(On(150), revoked)!.Thumbprint);
    }

    [Fact]
    public void A_library_goes_with_the_others_until_its_own_are_made_and_each_kind_and_owner_is_a_line_of_its_own()
    {
        SamlCertificate[] all = [Shared(0, 0), New("ecdsa", null, 0, 0, CertificateKind.Ecdsa), New("other", Guid.NewGuid(), 0, 0, CertificateKind.Rsa)];
        Assert.Equal("shared", Line(own: true, 100, 130, all).Signing(null, On(200))!.Thumbprint);
        Assert.Equal("ecdsa", CertificateLine.Of(all, Library(own: true, 100, 130), CertificateKind.Ecdsa).Signing(null, On(200))!.Thumbprint);
        Assert.Equal("shared", CertificateLine.Of([.. all, Own(0, 0)], null, CertificateKind.Rsa).Signing(null, On(200))!.Thumbprint);
        Assert.Equal("own", Published(Line(own: true, 0, 0, [.. all, Own(0, 0)]), null, 0));
    }

    [Fact]
    public void A_change_of_owner_is_announced_once_and_taken_back_at_once_while_it_has_not_come()
    {
        var notice = Options.Notice;
        Assert.Null(CertificateOwnership.Next(null, isOwn: false, Start, notice, []));
        var on = CertificateOwnership.Next(null, isOwn: true, On(100), notice, []);
        Assert.Equal(new CertificateOwnership(true, new AnnouncedChange(On(100), On(130))), on);
        Assert.Same(on, CertificateOwnership.Next(on, isOwn: true, On(101), notice, []));
        Assert.Equal(new AnnouncedChange(On(129), On(129)), CertificateOwnership.Next(on, isOwn: false, On(129), notice, [])!.Change);
        Assert.Equal(new AnnouncedChange(On(130), On(160)), CertificateOwnership.Next(on, isOwn: false, On(130), notice, [])!.Change);
        Assert.False(CertificateOwnership.FromTheBeginning(Start).Change.HasNotice);
    }

    [Theory]
    [InlineData(40, 60, true)]
    [InlineData(10, 5, true)]
    [InlineData(4, 5, false)]
    [InlineData(61, 60, false)]
    public void A_change_back_waits_while_some_vendors_have_changed_and_others_have_not(int day, int vendorsDay, bool waits)
    {
        var known = new CertificateOwnership(true, new AnnouncedChange(On(0), On(30)));
        var next = CertificateOwnership.Next(known, isOwn: false, On(day), Options.Notice, [On(vendorsDay)]);
        Assert.Equal(waits, ReferenceEquals(known, next));
    }

    [Fact]
    public void A_vendors_change_back_has_notice_once_it_has_come_for_that_vendor()
    {
        var known = new AnnouncedChange(On(0), On(30));
        Assert.Equal(new AnnouncedChange(On(40), On(40)), AnnouncedChange.Next(known, On(40), Options.Notice, On(60)));
        Assert.Equal(new AnnouncedChange(On(10), On(40)), AnnouncedChange.Next(known, On(10), Options.Notice, On(5)));
    }

    [Theory]
    [InlineData(100, 150)]
    [InlineData(129, 150)]
    [InlineData(100, null)]
    public void A_day_that_is_agreed_for_the_change_of_owner_brings_no_older_certificate_back(int day, int? vendorsDay)
    {
        var line = Line(own: true, 100, 130, Shared(0, 0, "old"), Shared(20, 50), Own(100, 130));
        Assert.Equal("shared", line.Signing(On(vendorsDay), On(day))!.Thumbprint);
    }

    [Theory]
    [InlineData(50, false)]
    [InlineData(120, true)]
    public void A_day_that_is_agreed_for_another_algorithm_brings_no_older_certificate_back(int activeFrom, bool speaksOfBoth)
    {
        var provider = new ServiceProvider
        {
            Slug = "film", EntityId = "https://film.example/", VendorId = Guid.NewGuid(), Name = "Film", Sector = "film.example",
            SignatureAlgorithm = ServiceProvider.EcdsaSha256, AlgorithmChange = new AnnouncedChange(On(100), On(130)), NewCertificateFrom = DateOnly.FromDateTime(On(150).UtcDateTime),
        };
        var (library, line) = (Library(own: false, 0, 0), Line(own: false, 0, 0, Shared(0, 0, "old"), Shared(20, activeFrom)));
        var day = CertificateKinds.DayOf(provider, library, CertificateKind.Rsa, line, On(110));
        Assert.Equal(speaksOfBoth, day is not null);
        Assert.NotNull(CertificateKinds.DayOf(provider, library, CertificateKind.Ecdsa, line, On(110)));
        Assert.Equal(speaksOfBoth ? "old" : "shared", line.Signing(day, On(110))!.Thumbprint);
    }

    private static DateTimeOffset On(int day) => Start.AddDays(day);

    private static DateTimeOffset? On(int? day) => day is { } known ? On(known) : null;

    private static CertificateLine Line(bool own, int at, int activeFrom, params SamlCertificate[] all) => CertificateLine.Of(all, Library(own, at, activeFrom), CertificateKind.Rsa);

    private static Library Library(bool own, int at, int activeFrom) => new()
    {
        Id = Habo, Slug = "habo", Name = "Habo", Municipality = "Habo", TimeZone = "Europe/Stockholm", Accent = "habo",
        Certificates = new CertificateOwnership(own, new AnnouncedChange(On(at), On(activeFrom))),
    };

    private static string Published(CertificateLine line, int? vendorsDay, int day) =>
        string.Join(' ', line.Published(vendorsDay is { } own ? [On(own)] : [], On(day), Options).Select(c => c.Thumbprint));

    private static SamlCertificate Shared(int day, int activeFrom, string name = "shared") => New(name, null, day, activeFrom, CertificateKind.Rsa);

    private static SamlCertificate Own(int day, int activeFrom, string name = "own") => New(name, Habo, day, activeFrom, CertificateKind.Rsa);

    private static SamlCertificate New(string name, Guid? owner, int day, int activeFrom, CertificateKind kind, DateTimeOffset? revokedFrom = null) => new()
    {
        LibraryId = owner, Kind = kind, Thumbprint = name, Certificate = [], ProtectedPrivateKey = [], CreatedAt = On(day), ActiveFrom = On(activeFrom), NotAfter = On(day + 1825), RevokedFrom = revokedFrom,
    };
}
