using System.Security.Cryptography.X509Certificates;
using System.Text;
using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting.Commands;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceProvider = DigitalAccess.Web.Saml.ServiceProvider;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>All service providers in one go, as a worker does it every few minutes and an operator when asked to.</summary>
public sealed class RefreshingMetadata(TestCluster cluster) : IAsyncLifetime
{
    private MetadataRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await MetadataRig.StartAsync(cluster);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Those_that_are_due_are_fetched_and_one_that_fails_stops_no_other()
    {
        _rig.PublishGood();
        var broken = await _rig.ProviderAsync("broken", "https://broken.example/", p => p.Metadata.Address = "no address");
        var silent = await _rig.ProviderAsync("silent", "https://silent.example/", p => p.Metadata.Address = "https://127.0.0.1:9/");
        var off = await _rig.ProviderAsync("off", "https://off.example/", p => p.Active = false);
        await _rig.RefreshAsync();
        await _rig.RefreshAsync();
        Assert.Null((await _rig.StoredAsync(_rig.Provider))!.Fault);
        Assert.Contains("neither metadata nor an address", (await _rig.StoredAsync(broken))!.Fault, StringComparison.Ordinal);
        Assert.Contains("could not be fetched", (await _rig.StoredAsync(silent))!.Fault, StringComparison.Ordinal);
        Assert.Null(await _rig.StoredAsync(off));
        Assert.Equal(1, _rig.Visits);

        _rig.App.Clock.Advance(TimeSpan.FromMinutes(61));
        await _rig.RefreshAsync();
        Assert.Equal(2, _rig.Visits);
    }

    [Fact]
    public async Task A_query_service_is_asked_for_the_entity_by_its_name()
    {
        const string path = "/mdq/entities/https://asked.example/saml";
        var document = new MetadataDraft("https://asked.example/saml").With(d => d.Entity.With("validUntil", _rig.In(TimeSpan.FromDays(7)))).Signed(DraftCertificates.Federation);
        _rig.Server.On(path.Replace("https://asked.example/saml", "https:%2F%2Fasked.example%2Fsaml", StringComparison.Ordinal), http => http.Response.Body.WriteAsync(document).AsTask());
        var asked = await _rig.ProviderAsync("asked", "https://asked.example/saml", p => (p.Metadata.Kind, p.Metadata.Address) = (MetadataKind.Mdq, new Uri(_rig.Server.Address, "/mdq").AbsoluteUri));
        await _rig.RefreshAsync();
        var stored = (await _rig.StoredAsync(asked))!;
        Assert.True(stored.Fault is null, $"{stored.Fault} {string.Join(' ', _rig.Server.AllVisits)}");
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(0, "holds no entity of the expected entityID")]
    [InlineData(2, "holds several entities")]
    public async Task A_federations_large_aggregate_is_searched_as_it_comes(int times, string? fault)
    {
        var asked = await _rig.ProviderAsync("asked", "https://asked.example/saml", p => (p.Metadata.Certificate, p.Metadata.RequiresValidUntil) = (null, false));
        var (own, other) = (Entity("https://asked.example/saml"), Entity("https://other.example/saml"));
        _rig.Answer(async http =>
        {
            await http.Response.WriteAsync($"<md:EntitiesDescriptor xmlns:md='{SamlNames.Metadata}'>");
            for (var (i, all) = (0, 30_000_000 / other.Length); i < all; i++)
                await http.Response.Body.WriteAsync(i % (all / 2) == all / 4 && i / (all / 2) < times ? own : other, http.RequestAborted);
            await http.Response.WriteAsync("</md:EntitiesDescriptor>");
        });
        await _rig.RefreshAsync();
        var stored = (await _rig.StoredAsync(asked))!;
        if (fault is null)
            Assert.True(stored is { Fault: null, Xml.Length: > 0 }, stored.Fault);
        else
            Assert.Contains(fault, stored.Fault, StringComparison.OrdinalIgnoreCase);

        byte[] Entity(string id) => new MetadataDraft(id).With(d => d.Entity.With("validUntil", _rig.In(TimeSpan.FromDays(7)))).Bytes();
    }

    [Fact]
    public async Task Metadata_from_the_regions_files_is_judged_and_kept_in_the_same_way()
    {
        var good = await InFileAsync("good", "https://good.example/", _ => { });
        var bad = await InFileAsync("bad", "https://bad.example/", d => d.Consumer.With("Location", "http://bad.example/"));
        var over = await InFileAsync("over", "https://over.example/", d => d.Entity.With("validUntil", _rig.In(TimeSpan.FromHours(2))));
        await _rig.RefreshAsync();
        Assert.Null((await _rig.StoredAsync(good))!.Fault);
        Assert.Contains("not an https address", (await _rig.StoredAsync(bad))!.Fault, StringComparison.Ordinal);
        Assert.Null((await _rig.StoredAsync(over))!.Fault);

        _rig.App.Clock.Advance(TimeSpan.FromHours(3));
        await _rig.RefreshAsync();
        Assert.Contains("which has passed", (await _rig.StoredAsync(over))!.Fault, StringComparison.Ordinal);

        // A corrected file counts at once, not when its time has come.
        await _rig.App.WithDbAsync(async db =>
        {
            var corrected = Encoding.UTF8.GetString(new MetadataDraft("https://bad.example/").Bytes());
            (await db.ServiceProviders.SingleAsync(p => p.Id == bad.Id)).Metadata = Source(corrected);
            await db.GivenMetadata.Where(g => g.ServiceProviderId == bad.Id).ExecuteUpdateAsync(u => u.SetProperty(g => g.Text, corrected));
            await db.SaveChangesAsync();
        });
        await _rig.RefreshAsync();
        Assert.Null((await _rig.StoredAsync(bad))!.Fault);
    }

    [Fact]
    public async Task A_provider_that_is_taken_out_leaves_nothing_behind()
    {
        _rig.PublishGood();
        await _rig.RefreshAsync();
        await _rig.App.WithDbAsync(db => db.ServiceProviders.Where(p => p.Id == _rig.Provider.Id).ExecuteDeleteAsync());
        Assert.Null(await _rig.StoredAsync(_rig.Provider));
        Assert.Null(await _rig.InUseAsync());
    }

    [Fact]
    public async Task What_was_kept_under_another_name_is_not_used()
    {
        _rig.PublishGood();
        await _rig.CheckAsync();
        Assert.NotNull(await _rig.InUseAsync());
        await _rig.App.WithDbAsync(db => db.ServiceProviders.ExecuteUpdateAsync(u => u.SetProperty(p => p.EntityId, "https://another.example/")));
        Assert.Null(await _rig.InUseAsync());
    }

    [Fact]
    public async Task What_was_accepted_by_another_key_than_the_agreed_one_serves_nobody_and_is_told_so()
    {
        _rig.PublishGood();
        await _rig.CheckAsync();
        await AgreeOnAsync(DraftCertificates.Stranger);
        Assert.Null(await _rig.InUseAsync());
        var (code, told) = await CommandAsync("films");
        Assert.Equal((1, true, true), (code, told.Contains("not signed with the agreed key", StringComparison.Ordinal), told.EndsWith("There is no metadata to go by.", StringComparison.Ordinal)));
        Assert.Contains(_rig.App.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("[2607]", StringComparison.Ordinal) && line.Contains("no patron can be let in", StringComparison.Ordinal));
        Assert.DoesNotContain(_rig.App.Logs.Lines, line => line.Contains("serves on", StringComparison.Ordinal));

        await AgreeOnAsync(DraftCertificates.Federation);
        Assert.NotNull(await _rig.InUseAsync());
    }

    [Fact]
    public async Task After_an_import_those_are_fetched_at_once_whose_metadata_serves_no_more()
    {
        _rig.PublishGood();
        await _rig.CheckAsync();
        Assert.Empty(await ImportedAsync());
        await _rig.App.WithDbAsync(db => db.StoredMetadata.ExecuteUpdateAsync(u => u.SetProperty(m => m.Trust, "another")));
        Assert.True(Assert.Single(await ImportedAsync()) is { Slug: "films", Serves: true, Stored.Fault: null });
        Assert.Equal(2, _rig.Visits);

        await AgreeOnAsync(DraftCertificates.Stranger);
        Assert.True(Assert.Single(await ImportedAsync()) is { Slug: "films", Serves: false, Stored.Fault: not null });

        Task<IReadOnlyList<RefreshedMetadata>> ImportedAsync() => _rig.App.WithAsync<MetadataRefresh, IReadOnlyList<RefreshedMetadata>>(refresh => refresh.RunImportedAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_operator_asks_for_one_or_all_and_is_told_how_it_went()
    {
        _rig.PublishGood();
        await _rig.ProviderAsync("broken", "https://broken.example/", p => p.Metadata.Address = "no address");
        var (one, told) = await CommandAsync("films");
        Assert.Equal(0, one);
        Assert.StartsWith("films: up to date, valid until", told, StringComparison.Ordinal);
        var (all, toldOfAll) = await CommandAsync(null);
        Assert.Equal(1, all);
        Assert.Contains("broken: The region's files give neither metadata nor an address of it. There is no metadata to go by.", toldOfAll, StringComparison.Ordinal);
        _rig.Publish("<html/>"u8.ToArray());
        Assert.Contains("serves on as long as it is valid", (await CommandAsync("films")).Told, StringComparison.Ordinal);
        Assert.Equal((1, "nobody: no service provider that is switched on has this slug."), await CommandAsync("nobody"));
        Assert.Equal(3, _rig.Visits);
    }

    private async Task AgreeOnAsync(X509Certificate2 certificate)
    {
        await _rig.App.WithDbAsync(async db =>
        {
            var provider = await db.ServiceProviders.SingleAsync(p => p.Id == _rig.Provider.Id);
            provider.Metadata = new MetadataSource { Address = provider.Metadata.Address, Certificate = certificate.ExportCertificatePem(), RequiresValidUntil = true, LongestValidityDays = 14 };
            await db.SaveChangesAsync();
        });
        await _rig.App.Services.GetRequiredService<RegionSnapshots>().ReloadAsync(CancellationToken.None);
    }

    private async Task<(int Code, string Told)> CommandAsync(string? slug)
    {
        await using var scope = _rig.App.Services.CreateAsyncScope();
        await using var output = new StringWriter();
        return (await RefreshMetadata.RunAsync(scope.ServiceProvider, slug, output, CancellationToken.None), output.ToString().TrimEnd());
    }

    private static MetadataSource Source(string file) => MetadataSource.Given(MetadataKind.File, file);

    private Task<ServiceProvider> InFileAsync(string slug, string entityId, Action<MetadataDraft> with) =>
        _rig.ProviderAsync(slug, entityId, p => p.Metadata = Source(Encoding.UTF8.GetString(new MetadataDraft(entityId).With(with).Bytes())));
}
