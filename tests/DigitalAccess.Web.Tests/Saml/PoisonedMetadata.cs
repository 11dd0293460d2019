using System.Net;
using System.Text;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>Whatever a server gives instead of good metadata: the last good one serves on, and it is told.</summary>
public sealed class PoisonedMetadata(TestCluster cluster) : IAsyncLifetime
{
    private static readonly Lazy<System.Security.Cryptography.X509Certificates.X509Certificate2> Weak = new(() => DraftCertificates.Rsa(1024));

    private static readonly Dictionary<string, (Action<MetadataRig> Poison, string Says)> Rows = new()
    {
        ["unsigned"] = (rig => rig.Publish(rig.Draft().Bytes()), "root is not signed"),
        ["signed by a stranger"] = (rig => rig.Publish(rig.Draft().Signed(DraftCertificates.Stranger)), "not signed with the agreed key"),
        ["signed further in alone"] = (rig => rig.Publish(rig.Draft(d => d.Root = MetadataDraft.Aggregate(d.Entity).With("ID", "_root")).Signed(DraftCertificates.Federation)), "root is not signed"),
        ["changed on the way"] = (rig => rig.Publish(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(rig.Draft().Signed(DraftCertificates.Federation)).Replace("sp.example.org/acs", "evil.example/acs", StringComparison.Ordinal))), "or was changed"),
        ["of another entity"] = (rig => rig.PublishGood(d => d.Entity.With("entityID", "https://evil.example/")), "of another entity"),
        ["expired"] = (rig => rig.PublishGood(d => d.Entity.With("validUntil", rig.In(TimeSpan.FromDays(-1)))), "which has passed"),
        ["valid for ever"] = (rig => rig.PublishGood(d => d.Entity.SetAttributeValue("validUntil", null)), "does not say until when"),
        ["valid for two years"] = (rig => rig.PublishGood(d => d.Entity.With("validUntil", rig.In(TimeSpan.FromDays(730)))), "further away than the 14 days"),
        ["with a weak key"] = (rig => rig.PublishGood(d => d.SigningKey.ReplaceWith(MetadataDraft.KeyOf(Weak.Value, "signing"))), "1024 bits"),
        ["with a script for an address"] = (rig => rig.PublishGood(d => d.Consumer.With("Location", "javascript:alert(1)")), "no absolute https address"),
        ["a web page"] = (rig => rig.Publish("<html><body>Sign in</body></html>"u8.ToArray()), "no SAML metadata"),
        ["a web page of another kind"] = (rig => rig.Publish("<!DOCTYPE html><html><br></html>"u8.ToArray()), "no well-formed XML"),
        ["nothing"] = (rig => rig.Publish([]), "no well-formed XML"),
        ["fifty megabytes"] = (rig => rig.Answer(EndlessAsync), "longer than 20480 KB"),
        ["not there"] = (rig => rig.Answer(http => Status(http, StatusCodes.Status404NotFound)), "the answer was 404 instead of 200"),
        ["confirmed without having been named"] = (rig => rig.Answer(http => Status(http, StatusCodes.Status304NotModified)), "the answer was 304 instead of 200"),
        ["broken off"] = (rig => rig.Answer(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        }), "cannot be reached or broke off"),
    };

    private MetadataRig _rig = null!;

    public static TheoryData<string> Names => [.. Rows.Keys];

    public async ValueTask InitializeAsync() => _rig = await MetadataRig.StartAsync(cluster);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory, MemberData(nameof(Names))]
    [Trait("Case", "SAML-083")]
    public async Task The_last_good_metadata_serves_on_and_the_fault_is_told(string name)
    {
        _rig.PublishGood();
        var good = Assert.IsType<StoredMetadata>(await _rig.CheckAsync());
        var (poison, says) = Rows[name];
        poison(_rig);
        var stored = await _rig.CheckAfterAsync(TimeSpan.FromMinutes(61));
        Assert.Contains(says, stored.Fault, StringComparison.Ordinal);
        Assert.Equal((good.Xml, good.FetchedAt, good.ValidUntil), (stored.Xml, stored.FetchedAt, stored.ValidUntil));
        Assert.Equal("https://sp.example.org/acs", Assert.Single((await _rig.InUseAsync())!.ConsumerServices).Location);
        Assert.Contains(_rig.App.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("[2601]", StringComparison.Ordinal) && line.Contains("films", StringComparison.Ordinal) && line.Contains(says, StringComparison.Ordinal));
        Assert.DoesNotContain(_rig.App.Logs.Ours, line => line.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_is_tried_again_in_a_quarter_of_an_hour_told_once_and_over_when_it_is_over()
    {
        _rig.PublishGood();
        await _rig.CheckAsync();
        _rig.Publish("<html/>"u8.ToArray());
        var failed = await _rig.CheckAfterAsync(TimeSpan.FromMinutes(61));
        await _rig.CheckAfterAsync(TimeSpan.FromMinutes(14));
        Assert.Equal(2, _rig.Visits);
        var again = await _rig.CheckAfterAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(3, _rig.Visits);
        Assert.Equal(failed.FaultSince, again.FaultSince);
        Assert.Single(_rig.App.Logs.Lines, line => line.Contains("[2601]", StringComparison.Ordinal));
        Assert.Single(_rig.App.Logs.Lines, line => line.Contains("[2602]", StringComparison.Ordinal));

        _rig.PublishGood();
        var good = await _rig.CheckAfterAsync(TimeSpan.FromMinutes(16));
        Assert.True(good is { Fault: null, FaultSince: null });
        Assert.Single(_rig.App.Logs.Lines, line => line.Contains("[2603]", StringComparison.Ordinal));
    }

    [Fact, Trait("Case", "SAML-087")]
    public async Task A_redirection_to_the_inside_is_a_fault_and_not_followed()
    {
        using var watch = new OutboundWatch();
        await watch.AssertAwakeAsync();
        foreach (var target in new[] { "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "/elsewhere" })
        {
            _rig.Answer(http =>
            {
                http.Response.Headers.Location = target;
                return Status(http, StatusCodes.Status302Found);
            });
            var stored = Assert.IsType<StoredMetadata>(await _rig.CheckAsync(atOnce: true));
            Assert.Equal("The metadata could not be fetched: the answer was 302 instead of 200, and redirections are not followed.", stored.Fault);
            Assert.Null(stored.Xml);
        }

        Assert.False(watch.Saw(OutboundWatch.AsReported(IPAddress.Parse("169.254.169.254"))));
        Assert.Equal(0, _rig.Server.Visits("/elsewhere"));
    }

    [Fact]
    public async Task An_address_that_leads_inside_is_not_called()
    {
        var inside = _rig.Wanted with { Address = new Uri("https://169.254.169.254/metadata") };
        var stored = Assert.IsType<StoredMetadata>(await _rig.CheckAsync(inside));
        Assert.Contains("leads to the local link", stored.Fault, StringComparison.Ordinal);
    }

    private static Task Status(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task EndlessAsync(HttpContext http)
    {
        var piece = Encoding.ASCII.GetBytes(new string(' ', 1024 * 1024));
        for (var i = 0; i < 50 && !http.RequestAborted.IsCancellationRequested; i++)
            await http.Response.Body.WriteAsync(piece, http.RequestAborted);
    }
}
