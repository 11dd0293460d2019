using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>
/// A vendor's service provider that is a package of npm. What it says of itself, asks and accepts is the package's work; its
/// keys, its registration and the way of its messages through a browser are here.
/// </summary>
internal sealed class NodeParty(SamlWorld world, SamlPeer peer, string kind)
{
    public const string Redirect = "redirect";
    public const string Post = "post";
    private const string Persistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

    private static readonly Lazy<X509Certificate2> Signing = new(() => Certificate("CN=signs")), Sealing = new(() => Certificate("CN=opens"));

    private readonly string _slug = $"{kind}-{Guid.NewGuid():N}"[..24];

    public bool SignsRequests { get; init; } = true;
    public bool TakesSealed { get; init; }

    /// <summary>The one binding that its metadata names for messages about signing out.</summary>
    public string LogoutBinding { get; init; } = Post;

    public string Slug => _slug;
    public string EntityId => $"https://{_slug}.example/sp";
    public string Acs => $"https://{_slug}.example/acs";
    public string Slo => $"https://{_slug}.example/slo";
    public string Issuer => $"{world.App.Origin.AbsoluteUri.TrimEnd('/')}/saml/habo";

    /// <summary>The package writes its metadata, the region registers it, and the package is told of the library's identity provider.</summary>
    public async Task<NodeParty> RegisterAsync(bool allowsUnasked = false)
    {
        var made = await OrderAsync("make", new
        {
            kind, EntityId, Acs, Slo, Key = KeyOf(Signing.Value), Certificate = Signing.Value.ExportCertificatePem(), Signs = SignsRequests, NameIdFormat = Persistent, LogoutBinding,
            Sealing = TakesSealed ? new { Key = KeyOf(Sealing.Value), Certificate = Sealing.Value.ExportCertificatePem() } : null,
        });
        var resource = await world.App.Given.ResourceAsync(_slug, AccessMethod.Saml, with: r => r.ServiceProvider = _slug);
        var provider = new ServiceProvider
        {
            Slug = _slug, EntityId = EntityId, VendorId = resource.VendorId, Name = _slug, Sector = $"{_slug}.example", AllowsIdpInitiated = allowsUnasked, NameId = ServiceProviderNameId.Persistent,
            Releases = [AttributeRelease.Of(ReleaseSource.Library), AttributeRelease.Of(ReleaseSource.AgeBand)],
        };
        await world.App.WithDbAsync(async db =>
        {
            db.ServiceProviders.Add(provider);
            db.StoredMetadata.Add(new StoredMetadata { ServiceProviderId = provider.Id, Xml = made.GetProperty("metadata").GetString()! });
            await db.SaveChangesAsync();
        });
        await world.App.Given.LicenceAsync(resource, world.Habo.Habo);
        await TrustAsync(await world.CertificatesAsync());
        return this;
    }

    /// <summary>As its operator configures it: from our metadata where the package reads it, by values copied from it where it does not.</summary>
    public async Task TrustAsync(IEnumerable<X509Certificate2> certificates, Func<string, string>? change = null)
    {
        using var browser = world.App.Browser();
        var metadata = (await browser.GetAsync($"/saml/habo/metadata/{_slug}")).Body;
        await OrderAsync("trust", new
        {
            EntityId, Issuer, Sso = $"{Issuer}/sso", Slo = $"{Issuer}/slo", Certificates = certificates.Select(c => Convert.ToBase64String(c.RawData)),
            Metadata = change is null ? metadata : change(metadata),
        });
    }

    /// <summary>A request to sign somebody in, and what the patron's browser is shown for it.</summary>
    public async Task<(string Id, Answer Page)> AskAsync(Browser browser, string binding, string relayState = "state-7")
    {
        var asked = await OrderAsync("ask", new { EntityId, Binding = binding, RelayState = relayState });
        return (asked.GetProperty("id").GetString()!, await SendAsync(browser, asked));
    }

    /// <summary>What the package makes of an answer that the browser is to post to it.</summary>
    public async Task<Received> ReceiveAsync(Answer page, Func<string, string>? change = null)
    {
        var (address, fields) = page.FormWith(["SAMLResponse"]);
        Assert.Equal(Acs, address);
        return (await OrderAsync("receive", new { EntityId, Fields = Changed(fields, change) })).Deserialize<Received>(JsonSerializerOptions.Web)!;
    }

    /// <summary>The package wishes that the patron be signed out; what comes of it is at its address.</summary>
    public async Task<Answer> LeaveAsync(Browser browser, string binding, Received patron)
    {
        var wish = await OrderAsync("leave", new { EntityId, Binding = binding, patron.NameId, patron.SessionIndex, RelayState = "gone" });
        return await SendAsync(browser, wish);
    }

    /// <summary>The package reads our answer to its wish.</summary>
    public Task LeftAsync(Answer answer, Func<string, string>? change = null) => OrderAsync("left", Message(answer, "SAMLResponse", change));

    /// <summary>The package reads our wish, and what it answers is brought back to us.</summary>
    public async Task<(string NameId, string SessionIndex, Answer Page)> ToldAsync(Browser browser, Answer answer, Func<string, string>? change = null)
    {
        var told = await OrderAsync("told", Message(answer, "SAMLRequest", change));
        return (told.GetProperty("nameId").GetString()!, told.GetProperty("sessionIndex").GetString()!, await SendAsync(browser, told));
    }

    private object Message(Answer answer, string parameter, Func<string, string>? change)
    {
        if (answer.Location is { } away)
        {
            Assert.Equal(Slo, away.GetLeftPart(UriPartial.Path));
            return new { EntityId, Query = change is null ? away.Query[1..] : change(away.Query[1..]) };
        }

        var (address, fields) = answer.FormWith([parameter]);
        Assert.Equal(Slo, address);
        return new { EntityId, Fields = Changed(fields, change) };
    }

    /// <summary>Follows the browser until it is shown a page or led away from us. A form of the vendor's page comes from another site.</summary>
    private async Task<Answer> SendAsync(Browser browser, JsonElement message)
    {
        using var request = message.TryGetProperty("url", out var url)
            ? new HttpRequestMessage(HttpMethod.Get, url.GetString())
            : new HttpRequestMessage(HttpMethod.Post, message.GetProperty("address").GetString()) { Content = new FormUrlEncodedContent(message.GetProperty("fields").Deserialize<Dictionary<string, string>>()!) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        var answer = await browser.SendAsync(request);
        while (answer.Location is { } next && next.Authority == world.App.Origin.Authority)
            answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, next));
        return answer;
    }

    private Task<JsonElement> OrderAsync(string order, object given) => peer.AskAsync(order, given);

    private static Dictionary<string, string> Changed(Dictionary<string, string> fields, Func<string, string>? change)
    {
        foreach (var name in fields.Keys.Where(n => n.StartsWith("SAML", StringComparison.Ordinal) && change is not null).ToList())
        {
            var before = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(fields[name]));
            var after = change!(before);
            Assert.NotEqual(before, after);
            fields[name] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(after));
        }

        return fields;
    }

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var rsa = RSA.Create(2048);
        return new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(5));
    }
}

/// <summary>What the package learnt of the patron.</summary>
internal sealed record Received(string Issuer, string NameId, string SessionIndex, string? InResponseTo, Dictionary<string, string> Attributes);
