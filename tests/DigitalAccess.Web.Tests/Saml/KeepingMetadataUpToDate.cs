using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Saml;

public sealed class KeepingMetadataUpToDate(TestCluster cluster) : IAsyncLifetime
{
    private static readonly TimeSpan AnHour = TimeSpan.FromMinutes(61);
    private MetadataRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await MetadataRig.StartAsync(cluster);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task The_first_metadata_is_kept_and_used_on_every_node_at_once()
    {
        await using var other = await _rig.SecondNodeAsync();
        Assert.Null(await _rig.InUseAsync(other));
        _rig.PublishGood();
        var stored = Assert.IsType<StoredMetadata>(await _rig.CheckAsync());
        Assert.Null(stored.Fault);
        Assert.Empty(stored.Changes);
        Assert.NotNull(stored.FetchedAt);
        await Eventually.HoldsAsync(async () => (await _rig.InUseAsync(other))?.EntityId == MetadataDraft.EntityId, "the other node has heard of it", seconds: 5);
    }

    [Fact]
    public async Task A_new_key_arrives_by_itself_is_used_on_every_node_and_told_in_a_sentence()
    {
        await using var other = await _rig.SecondNodeAsync();
        _rig.PublishGood();
        await _rig.CheckAsync();
        _rig.PublishGood(d => d.SigningKey.AddAfterSelf(MetadataDraft.KeyOf(DraftCertificates.Stranger, "signing")));
        var stored = await _rig.CheckAfterAsync(AnHour);
        Assert.Contains($"Added: key for signing: SHA-256 thumbprint {DraftCertificates.Stranger.Thumbprint()}", Assert.Single(stored.Changes), StringComparison.Ordinal);
        await Eventually.HoldsAsync(async () => (await _rig.InUseAsync(other))?.SigningKeys.Count == 2, "the other node has the new key", seconds: 5);
        Assert.Contains(_rig.App.Logs.Lines, line => line.StartsWith("Information", StringComparison.Ordinal) && line.Contains("[2604]", StringComparison.Ordinal) && line.Contains("films", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metadata_that_says_the_same_is_no_change()
    {
        _rig.PublishGood();
        var first = Assert.IsType<StoredMetadata>(await _rig.CheckAsync());
        var second = await _rig.CheckAfterAsync(AnHour);
        Assert.Equal((first.ChangedAt, []), (second.ChangedAt, second.Changes));
        Assert.True(second.FetchedAt > first.FetchedAt);
    }

    [Fact]
    public async Task What_the_server_has_no_other_of_does_not_travel_again()
    {
        _rig.PublishGood(etag: "\"v1\"");
        var first = Assert.IsType<StoredMetadata>(await _rig.CheckAsync());
        var second = await _rig.CheckAfterAsync(AnHour);
        Assert.Equal(["", "\"v1\""], _rig.AskedWith);
        Assert.Equal((first.FetchedAt, null), (second.FetchedAt, second.Fault));
        Assert.True(second.CheckedAt > first.CheckedAt);

        _rig.PublishGood(d => d.Logout.Remove(), "\"v2\"");
        Assert.Contains("Removed: logout service", Assert.Single((await _rig.CheckAfterAsync(AnHour)).Changes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_new_terms_the_same_document_is_asked_for_and_judged_again()
    {
        _rig.PublishGood(etag: "\"v1\"");
        await _rig.CheckAsync();
        var stricter = _rig.Wanted with { Certificate = DraftCertificates.Stranger.ExportCertificatePem() };
        Assert.Contains("not signed with the agreed key", Assert.IsType<StoredMetadata>(await _rig.CheckAsync(stricter)).Fault, StringComparison.Ordinal);
        Assert.Contains("not signed with the agreed key", (await _rig.CheckAfterAsync(AnHour, stricter)).Fault, StringComparison.Ordinal);
        Assert.Equal(["", "", ""], _rig.AskedWith);
    }

    [Fact]
    public async Task Who_asks_at_once_gets_the_document_whatever_is_known_or_due()
    {
        _rig.PublishGood(etag: "\"v1\"");
        await _rig.CheckAsync();
        await _rig.CheckAsync();
        Assert.Equal(1, _rig.Visits);
        await _rig.CheckAsync(atOnce: true);
        Assert.Equal(["", ""], _rig.AskedWith);
    }

    [Fact]
    public async Task A_server_that_confirms_what_has_expired_is_at_fault_and_the_metadata_no_longer_used()
    {
        _rig.PublishGood(etag: "\"v1\"");
        await _rig.CheckAsync();
        Assert.NotNull(await _rig.InUseAsync());
        var stored = await _rig.CheckAfterAsync(TimeSpan.FromDays(8));
        Assert.Contains("its server has no other", stored.Fault, StringComparison.Ordinal);
        Assert.NotNull(stored.Xml);
        Assert.Null(await _rig.InUseAsync());
    }

    [Theory]
    [InlineData(null, 59, 61)]
    [InlineData("PT10M", 59, 61)]
    [InlineData("PT6H", 359, 361)]
    [InlineData("P3D", 24 * 60 - 1, 24 * 60 + 1)]
    public async Task It_is_asked_for_as_often_as_it_says_within_bounds(string? cacheDuration, int notYet, int due)
    {
        _rig.PublishGood(d => d.Entity.SetAttributeValue("cacheDuration", cacheDuration));
        await _rig.CheckAsync();
        await _rig.CheckAfterAsync(TimeSpan.FromMinutes(notYet));
        Assert.Equal(1, _rig.Visits);
        await _rig.CheckAfterAsync(TimeSpan.FromMinutes(due - notYet));
        Assert.Equal(2, _rig.Visits);
    }

    [Fact]
    public async Task Of_two_workers_one_asks()
    {
        await using var other = await _rig.SecondNodeAsync();
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var document = _rig.Draft().Signed(DraftCertificates.Federation);
        _rig.Answer(async http =>
        {
            arrived.TrySetResult();
            await goOn.Task;
            await http.Response.Body.WriteAsync(document);
        });
        var first = _rig.CheckAsync();
        await arrived.Task;
        Assert.Null(await _rig.CheckAsync(on: other));
        Assert.Null(await _rig.CheckAsync(atOnce: true, on: other));
        goOn.SetResult();
        Assert.Null((await first)!.Fault);
        Assert.Equal(1, _rig.Visits);
        Assert.NotNull(await _rig.CheckAsync(on: other));
        Assert.Equal(1, _rig.Visits);
    }
}
