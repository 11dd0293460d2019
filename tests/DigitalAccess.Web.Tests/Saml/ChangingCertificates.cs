using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting.Commands;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceProvider = DigitalAccess.Web.Saml.ServiceProvider;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>Certificates change while patrons sign in, for vendors that fetch metadata and for such as keep it by hand.</summary>
public sealed class ChangingCertificates(TestCluster cluster) : IAsyncLifetime
{
    private readonly SamlWorld _world = new(cluster);
    private readonly DateTimeOffset _began = TimeProvider.System.GetUtcNow();

    private BrokerApp App => _world.App;

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_new_certificate_is_in_the_metadata_for_its_whole_notice_before_anything_is_signed_with_it()
    {
        var old = Assert.Single(await PublishedAsync());
        Assert.Equal(0, (await AnnounceAsync()).Code);
        var both = await PublishedAsync();
        Assert.Equal((old, 2), (both[0], both.Count));
        Assert.Equal(old, await SignedByAsync(_world.Plain));
        await PassAsync(TimeSpan.FromDays(29));
        Assert.Equal(old, await SignedByAsync(_world.Plain));
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(both[1], await SignedByAsync(_world.Plain));
        await PassAsync(TimeSpan.FromDays(29));
        Assert.Equal(both, await PublishedAsync());
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal([both[1]], await PublishedAsync());
    }

    [Fact]
    public async Task On_the_day_of_one_vendor_it_and_only_it_is_sent_what_the_new_one_signs()
    {
        var (early, late) = (await PartyAsync("early", 10), await PartyAsync("late", 60));
        var old = Assert.Single(await PublishedAsync());
        await AnnounceAsync();
        var @new = (await PublishedAsync())[1];
        foreach (var (days, expected) in new[] { (0, (old, old, old)), (9, (old, old, old)), (11, (@new, old, old)), (31, (@new, @new, old)), (59, (@new, @new, old)), (61, (@new, @new, @new)) })
        {
            await PassToAsync(days);
            Assert.Equal(expected, (await SignedByAsync(early), await SignedByAsync(_world.Plain), await SignedByAsync(late)));
        }

        await PassToAsync(89);
        Assert.Equal([old, @new], await PublishedAsync());
        await PassToAsync(91);
        Assert.Equal([@new], await PublishedAsync());
    }

    [Fact]
    public async Task The_vendors_own_metadata_address_and_its_sign_out_follow_its_day_too()
    {
        var early = await PartyAsync("early", 10);
        var old = Assert.Single(await PublishedAsync());
        await AnnounceAsync();
        await PassToAsync(11);
        using var browser = App.Browser();
        var own = new SamlAnswer((await browser.GetAsync("/saml/habo/metadata/early")).Body, null, "");
        var common = new SamlAnswer((await browser.GetAsync("/saml/habo")).Body, null, "");
        Assert.Equal(old, ThumbprintOf(common.Nodes("/*/ds:Signature//ds:X509Certificate")[0]));
        Assert.NotEqual(old, ThumbprintOf(own.Nodes("/*/ds:Signature//ds:X509Certificate")[0]));
        Assert.Equal(common.Nodes("//*[local-name()='KeyDescriptor']//ds:X509Certificate"), own.Nodes("//*[local-name()='KeyDescriptor']//ds:X509Certificate"));
        Assert.NotEqual(old, await SignedByAsync(early));
    }

    [Fact]
    public async Task A_vendor_that_wants_ecdsa_is_sent_what_its_own_kind_of_certificate_signs()
    {
        var curve = await _world.PartyAsync(new SamlParty(App, "curve"), p => p.SignatureAlgorithm = "ecdsa-sha256");
        using var browser = await _world.Habo.SignedInAsync();
        var answer = await _world.SignInAsync(browser, curve);
        Assert.Equal("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", answer.One("/p:Response/ds:Signature//ds:SignatureMethod/@Algorithm"));
        var certificate = Assert.Single(await _world.CertificatesAsync(), c => c.GetECDsaPublicKey() is not null);
        Assert.Equal(certificate.GetCertHashString(HashAlgorithmName.SHA256), ThumbprintOf(answer.One("/p:Response/ds:Signature//ds:X509Certificate")));
        Assert.True(Xmlsec.AcceptsRoot(certificate.GetECDsaPublicKey()!.ExportSubjectPublicKeyInfoPem(), answer.Xml));
        Assert.False(Xmlsec.AcceptsRoot(certificate.GetECDsaPublicKey()!.ExportSubjectPublicKeyInfoPem(), answer.Xml.Replace("habo<", "habq<", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_vendor_that_goes_over_to_ecdsa_is_told_of_that_certificate_for_its_whole_notice_and_of_the_other_one_a_while_longer()
    {
        var (plain, early) = (_world.Plain, await _world.PartyAsync(new SamlParty(App, "early"), p => p.NewCertificateFrom = DayIn(10)));
        await App.WithDbAsync(async db =>
        {
            foreach (var provider in await db.ServiceProviders.Where(p => p.Slug == "plain" || p.Slug == "early").ToListAsync())
                (provider.SignatureAlgorithm, provider.AlgorithmChange) = (ServiceProvider.EcdsaSha256, new AnnouncedChange(_began, _began.AddDays(30)));
            await db.SaveChangesAsync();
        });
        await App.Services.GetRequiredService<RegionSnapshots>().ReloadAsync(TestContext.Current.CancellationToken);
        foreach (var (days, signing, earlySigning, published, earlyPublished) in new[]
        {
            (0, "RSA", "RSA", "RSA ECDSA", "RSA ECDSA"), (11, "RSA", "ECDSA", "RSA ECDSA", "RSA ECDSA"), (29, "RSA", "ECDSA", "RSA ECDSA", "RSA ECDSA"),
            (31, "ECDSA", "ECDSA", "RSA ECDSA", "RSA ECDSA"), (41, "ECDSA", "ECDSA", "RSA ECDSA", "ECDSA"), (61, "ECDSA", "ECDSA", "ECDSA", "ECDSA"),
        })
        {
            await PassToAsync(days);
            Assert.Equal((signing, earlySigning), (await KindSignedByAsync(plain), await KindSignedByAsync(early)));
            Assert.Equal((published, earlyPublished, "RSA ECDSA"), (Kinds(await _world.CertificatesAsync("habo/metadata/plain")), Kinds(await _world.CertificatesAsync("habo/metadata/early")), Kinds(await _world.CertificatesAsync())));
        }

        static string Kinds(IEnumerable<X509Certificate2> certificates) => string.Join(' ', certificates.Select(KindOf));
        static string KindOf(X509Certificate2 certificate) => certificate.GetRSAPublicKey() is null ? "ECDSA" : "RSA";

        async Task<string> KindSignedByAsync(SamlParty party)
        {
            using var browser = await _world.Habo.SignedInAsync();
            var answer = await _world.SignInAsync(browser, party);
            return KindOf(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(answer.One("/p:Response/ds:Signature//ds:X509Certificate"))));
        }
    }

    [Fact]
    public async Task A_library_with_a_certificate_of_its_own_shares_none_with_the_others()
    {
        await App.Given.LibraryAsync("tranas", _world.Habo.Ils, NewWithItsOwn);
        await RotateAsync();
        var (shared, own) = (Assert.Single(await PublishedAsync()), Assert.Single(await PublishedAsync("tranas")));
        Assert.NotEqual(shared, own);
        Assert.Equal(shared, await SignedByAsync(_world.Plain));
        Assert.Equal(1, (await AnnounceAsync("habo")).Code);
        Assert.Equal(0, (await AnnounceAsync("tranas")).Code);
        Assert.Equal([shared], await PublishedAsync());
        Assert.Equal(2, (await PublishedAsync("tranas")).Count);
    }

    [Fact]
    public async Task A_library_that_vendors_know_by_the_shared_certificate_gets_its_own_with_notice_although_none_ever_fetched()
    {
        var shared = Assert.Single(await PublishedAsync());
        await App.WithDbAsync(db => db.CertificateSightings.ExecuteDeleteAsync());
        await SwitchAsync(own: true);
        var both = await PublishedAsync();
        Assert.Equal((shared, 2), (both[0], both.Count));
        Assert.Equal(shared, await SignedByAsync(_world.Plain));
        Assert.Equal(1, (await AnnounceAsync("habo")).Code);
        await PassAsync(TimeSpan.FromDays(30));
        Assert.Equal(both[1], await SignedByAsync(_world.Plain));
        await PassAsync(TimeSpan.FromDays(30));
        Assert.Equal([both[1]], await PublishedAsync());
    }

    [Fact]
    public async Task A_library_that_gives_its_own_up_signs_with_it_until_vendors_have_had_their_notice_and_the_same_on_the_way_back()
    {
        var late = await PartyAsync("late", 100);
        var shared = Assert.Single(await PublishedAsync());
        await SwitchAsync(own: true);
        var own = (await PublishedAsync())[1];
        await PassToAsync(70);
        await PassToAsync(131);
        Assert.Equal([own], await PublishedAsync());

        await SwitchAsync(own: false);
        Assert.Equal([own, shared], await PublishedAsync());
        Assert.Equal((own, own), (await SignedByAsync(_world.Plain), await SignedByAsync(late)));
        await PassToAsync(160);
        Assert.Equal((own, own), (await SignedByAsync(_world.Plain), await SignedByAsync(late)));
        await PassToAsync(162);
        Assert.Equal((shared, shared), (await SignedByAsync(_world.Plain), await SignedByAsync(late)));
        Assert.Equal([own, shared], await PublishedAsync());

        await SwitchAsync(own: true);
        Assert.Equal([shared, own], await PublishedAsync());
        Assert.Equal(shared, await SignedByAsync(_world.Plain));
        await PassToAsync(193);
        Assert.Equal(own, await SignedByAsync(_world.Plain));
        await PassToAsync(223);
        Assert.Equal([own], await PublishedAsync());
    }

    [Fact]
    public async Task A_change_of_owner_that_has_not_come_yet_is_taken_back_at_once()
    {
        var shared = Assert.Single(await PublishedAsync());
        await SwitchAsync(own: true);
        await PassToAsync(10);
        await SwitchAsync(own: false);
        Assert.Equal([shared], await PublishedAsync());
        Assert.Equal(shared, await SignedByAsync(_world.Plain));
        await PassToAsync(40);
        Assert.Equal(shared, await SignedByAsync(_world.Plain));
    }

    [Fact]
    public async Task Keys_that_may_be_stolen_are_replaced_in_the_middle_of_a_change_of_owner_too()
    {
        await SwitchAsync(own: true);
        await PassToAsync(31);
        await SwitchAsync(own: false);
        var stolen = await PublishedAsync();
        await App.WithAsync<CertificateMaker, DateTimeOffset>(m => m.ReplaceAllAsync(TestContext.Current.CancellationToken));
        await PassAsync(TimeSpan.FromMinutes(4));
        var left = await PublishedAsync();
        Assert.Empty(stolen.Intersect(left));
        Assert.Contains(await SignedByAsync(_world.Plain), left);
    }

    [Fact]
    public async Task Where_keys_may_be_stolen_the_command_for_it_replaces_these_too()
    {
        var late = await PartyAsync("late", 60);
        var stolen = Assert.Single(await PublishedAsync());
        await using var said = new StringWriter();
        Assert.Equal(0, await App.WithAsync<IServiceProvider, int>(services => ReplaceKeys.RunAsync(services, said, TestContext.Current.CancellationToken)));
        await LookAsync();
        Assert.Equal(2, (await PublishedAsync()).Count);
        Assert.Equal((stolen, stolen), (await SignedByAsync(_world.Plain), await SignedByAsync(late)));
        await PassAsync(TimeSpan.FromMinutes(4));
        var @new = Assert.Single(await PublishedAsync());
        Assert.NotEqual(stolen, @new);
        Assert.Equal((@new, @new), (await SignedByAsync(_world.Plain), await SignedByAsync(late)));
    }

    [Fact]
    public async Task Another_node_signs_with_the_same_certificate_at_the_same_moment_and_finds_a_new_one_by_itself()
    {
        await using var second = await BrokerApp.StartAsync(App.ConnectionString, new() { ["DigitalAccess:Origin"] = App.Origin.AbsoluteUri.TrimEnd('/') }, clock: App.Clock);
        await AnnounceAsync();
        var both = await PublishedAsync();
        await second.Services.GetRequiredService<SamlKeys>().LoadAsync(TestContext.Current.CancellationToken);
        foreach (var days in new[] { 0, 31 })
        {
            await PassToAsync(days);
            Assert.Equal(both[days == 0 ? 0 : 1], await MetadataSignedByAsync(App));
            Assert.Equal(both[days == 0 ? 0 : 1], await MetadataSignedByAsync(second));
        }
    }

    [Fact]
    public async Task Two_that_announce_at_once_announce_one()
    {
        var results = await Task.WhenAll(AnnounceAsync(), AnnounceAsync());
        Assert.Equal([0, 1], results.Select(r => r.Code).Order());
        Assert.Equal(2, (await PublishedAsync()).Count);
    }

    [Fact]
    public async Task The_command_says_what_it_has_done_and_what_is_to_be_done_and_does_it_once()
    {
        await PartyAsync("late", 60);
        var (code, said) = await AnnounceAsync();
        Assert.Equal(0, code);
        var @new = (await PublishedAsync())[1];
        Assert.Contains($"published: Rsa certificate {@new}", said, StringComparison.Ordinal);
        Assert.Contains($"It signs from {App.Clock.GetUtcNow().AddDays(30):yyyy-MM-dd}", said, StringComparison.Ordinal);
        Assert.Contains("ask vendors to fetch the metadata", said, StringComparison.Ordinal);
        Assert.Contains($"late: changes at {DayIn(60).AddDays(-1):yyyy-MM-dd}", said, StringComparison.Ordinal);
        Assert.Contains($"by its own day {DayIn(60):yyyy-MM-dd}", said, StringComparison.Ordinal);

        await PassToAsync(31);
        (code, said) = await AnnounceAsync();
        Assert.Equal(1, code);
        Assert.Contains("an earlier change is not over", said, StringComparison.Ordinal);
        Assert.Contains("late: changes at", said, StringComparison.Ordinal);
        Assert.DoesNotContain("plain: changes", said, StringComparison.Ordinal);
        Assert.Equal(1, (await AnnounceAsync("nowhere")).Code);
        await PassToAsync(61);
        Assert.Equal(0, (await AnnounceAsync()).Code);
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_is_told_by_name_and_stops_nobody_else()
    {
        await App.Given.LibraryAsync("tranas", _world.Habo.Ils, NewWithItsOwn);
        await RotateAsync();
        var habos = Assert.Single(await PublishedAsync());
        await App.WithDbAsync(db => db.SamlCertificates.Where(c => c.LibraryId == null).ExecuteUpdateAsync(u => u.SetProperty(c => c.ProtectedPrivateKey, [1, 2, 3])));
        await using var second = await BrokerApp.StartAsync(App.ConnectionString, new() { ["DigitalAccess:Origin"] = App.Origin.AbsoluteUri.TrimEnd('/') }, clock: App.Clock);
        Assert.Contains(second.Logs.Lines, line => line.Contains($"The private key of the SAML certificate {habos} could not be read", StringComparison.Ordinal));
        using var browser = second.Browser();
        Assert.Equal(500, (int)(await browser.GetAsync(new Uri(second.Origin, "/saml/habo").AbsoluteUri)).Status);
        Assert.Contains(second.Logs.Lines, line => line.Contains("or run 'digitalaccess keys replace'", StringComparison.Ordinal));
        Assert.Equal(200, (int)(await browser.GetAsync(new Uri(second.Origin, "/saml/tranas").AbsoluteUri)).Status);

        // As the sentence says.
        await App.WithAsync<CertificateMaker, DateTimeOffset>(m => m.ReplaceAllAsync(TestContext.Current.CancellationToken));
        App.Clock.Advance(TimeSpan.FromMinutes(4));
        await second.Services.GetRequiredService<SamlKeys>().LoadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)(await browser.GetAsync(new Uri(second.Origin, "/saml/habo").AbsoluteUri)).Status);
    }

    [Fact]
    public async Task Without_any_certificate_the_log_says_what_to_run()
    {
        await App.WithDbAsync(db => db.SamlCertificates.ExecuteDeleteAsync());
        await using var second = await BrokerApp.StartAsync(App.ConnectionString);
        using var browser = second.Browser();
        Assert.Equal(500, (int)(await browser.GetAsync("/saml/habo")).Status);
        Assert.Contains(second.Logs.Lines, line => line.Contains("There are no SAML certificates. Run 'digitalaccess migrate'.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_private_key_and_nothing_of_the_patron_is_in_the_logs()
    {
        await AnnounceAsync();
        using var browser = App.Browser();
        var patron = _world.Habo.Ils.Patron("Adult");
        var form = await browser.GetAsync(SamlParty.Redirect(_world.Plain.Sso(), _world.Plain.Request(SamlParty.NewId())));
        Assert.True(_world.Plain.Answer(await browser.GiveCardAsync(form, patron.Card, patron.Pin)).IsSuccess);
        await PassAsync(TimeSpan.FromDays(31));
        await SignedByAsync(_world.Plain);
        var keys = (await App.WithDbAsync(db => db.SamlCertificates.AsNoTracking().ToListAsync())).ConvertAll(c => Convert.ToBase64String(c.ProtectedPrivateKey)[..40]);
        Assert.NotEmpty(App.Logs.Ours);
        foreach (var secret in (string[])[patron.Card, patron.Pin, "PRIVATE KEY", .. keys])
        {
            Assert.DoesNotContain(App.Logs.Ours, line => line.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(App.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    /// <summary>The region's day, so many from the beginning.</summary>
    private DateOnly DayIn(int days) => _world.Habo.Habo.LocalDate(_began).AddDays(days);

    private Task<SamlParty> PartyAsync(string name, int newCertificateInDays) => _world.PartyAsync(new SamlParty(App, name), p => p.NewCertificateFrom = DayIn(newCertificateInDays));

    private async Task<(int Code, string Said)> AnnounceAsync(string? library = null)
    {
        await using var said = new StringWriter();
        var code = await App.WithAsync<IServiceProvider, int>(services => AnnounceCertificate.RunAsync(services, library, said, TestContext.Current.CancellationToken));
        await LookAsync();
        return (code, said.ToString());
    }

    private static void NewWithItsOwn(Library library) =>
        (library.IdentityProvider.OwnCertificate, library.Certificates) = (true, CertificateOwnership.FromTheBeginning(DateTimeOffset.UnixEpoch));

    /// <summary>As an import does it; until the certificates are made, nothing changes.</summary>
    private async Task SwitchAsync(bool own)
    {
        var before = await SignedByAsync(_world.Plain);
        await App.WithDbAsync(async db =>
        {
            (await db.Libraries.SingleAsync(l => l.Slug == "habo")).IdentityProvider = new() { OwnCertificate = own };
            await db.SaveChangesAsync();
        });
        await App.Services.GetRequiredService<RegionSnapshots>().ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(before, await SignedByAsync(_world.Plain));
        await RotateAsync();
    }

    private async Task RotateAsync()
    {
        await App.WithAsync<CertificateMaker, bool>(async m =>
        {
            await m.RotateAsync(TestContext.Current.CancellationToken);
            return true;
        });
        await App.Services.GetRequiredService<RegionSnapshots>().ReloadAsync(TestContext.Current.CancellationToken);
        await LookAsync();
    }

    /// <summary>What each node does once a minute.</summary>
    private Task LookAsync() => App.Services.GetRequiredService<SamlKeys>().LoadAsync(TestContext.Current.CancellationToken);

    private async Task PassAsync(TimeSpan time)
    {
        App.Clock.Advance(time);
        await LookAsync();
    }

    private Task PassToAsync(int days) => PassAsync(_began.AddDays(days) - App.Clock.GetUtcNow() is { Ticks: > 0 } rest ? rest : TimeSpan.Zero);

    /// <summary>Thumbprints of the RSA certificates of the metadata, in their order.</summary>
    private async Task<List<string>> PublishedAsync(string library = "habo") => [.. (await _world.CertificatesAsync(library))
        .Where(c => c.GetRSAPublicKey() is not null).Select(c => c.GetCertHashString(HashAlgorithmName.SHA256))];

    /// <summary>Thumbprint of the one certificate of the metadata by which a fresh sign-in at the vendor verifies.</summary>
    private async Task<string> SignedByAsync(SamlParty party)
    {
        using var browser = await _world.Habo.SignedInAsync();
        var answer = await _world.SignInAsync(browser, party);
        var by = Assert.Single(await _world.CertificatesAsync(), c => SamlParty.Verifies(answer.Document, answer.Document.DocumentElement!, [c]));
        return by.GetCertHashString(HashAlgorithmName.SHA256);
    }

    private static async Task<string> MetadataSignedByAsync(BrokerApp app)
    {
        using var http = new HttpClient();
        var metadata = new SamlAnswer(await http.GetStringAsync(new Uri(app.Origin, "/saml/habo")), null, "");
        return ThumbprintOf(metadata.Nodes("/*/ds:Signature//ds:X509Certificate")[0]);
    }

    private static string ThumbprintOf(string certificate) =>
        X509CertificateLoader.LoadCertificate(Convert.FromBase64String(certificate)).GetCertHashString(HashAlgorithmName.SHA256);
}
