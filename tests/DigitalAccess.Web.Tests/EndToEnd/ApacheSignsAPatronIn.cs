using System.Security.Cryptography;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>A vendor's client that is not ours and not Microsoft's: Apache with mod_auth_openidc, as Debian packages it.</summary>
public sealed class ApacheSignsAPatronIn(TestCluster cluster) : IAsyncLifetime
{
    private readonly SimulatedIls _ils = SimulatedIls.Start();
    private readonly Apache _apache = new();
    private BrokerApp _app = null!;

    private string Vendor => _apache.Address;

    public async ValueTask InitializeAsync()
    {
        _app = await BrokerApp.StartAsync(await cluster.CreateDatabaseAsync("apache"));
        var habo = await _app.Given.LibraryAsync("habo", _ils);
        var resource = await _app.Given.OidcResourceAsync("apache", $"{Vendor}/read/callback", p =>
        {
            p.PostLogoutRedirectUris = [$"{Vendor}/goodbye"];
            p.Releases = [AttributeRelease.Of(ReleaseSource.Library), AttributeRelease.Of(ReleaseSource.Municipality), AttributeRelease.Of(ReleaseSource.AgeBand)];
        });
        await _app.Given.LicenceAsync(resource, habo);
    }

    [Theory]
    [InlineData("client_secret_basic")]
    [InlineData("client_secret_post")]
    public async Task Apache_gets_the_patrons_claims_and_signs_the_patron_out_again(string authentication)
    {
        await StartApacheAsync(authentication, $"OIDCClientSecret {Given.ClientSecret}");
        using var browser = new Browser(new Uri(Vendor));
        var paper = await ReadAsync(browser);
        Assert.Equal($"{Vendor}/read/", paper.Address.AbsoluteUri);
        Assert.Contains("today's paper", paper.Body, StringComparison.Ordinal);
        Assert.Equal("habo", paper.Headers["X-Library"]);
        Assert.Equal("youth", paper.Headers["X-Age-Band"]);
        Assert.Equal(43, paper.Headers["X-Subject"].Length);

        var bye = await browser.GetAsync($"{Vendor}/read/callback?logout={Uri.EscapeDataString($"{Vendor}/goodbye")}");
        Assert.Equal($"{Vendor}/goodbye", bye.Address.GetLeftPart(UriPartial.Path));
        Assert.Equal("Choose your library", (await browser.GetAsync($"{Vendor}/read/")).Heading);
        Assert.Equal("/login", (await browser.GetAsync(_app.Origin.AbsoluteUri)).Address.AbsolutePath);
    }

    /// <summary>
    /// Debian 12's version can sign by a key, but names the token endpoint as the audience, which lets another server have an
    /// assertion made that opens this one (RFC 10070). It is refused, and its log says what to write.
    /// </summary>
    [Fact]
    public async Task Apache_with_a_key_is_told_whom_its_assertions_must_be_for()
    {
        await StartApacheAsync("private_key_jwt", await KeyAsync());
        using var browser = new Browser(new Uri(Vendor));
        Assert.DoesNotContain("today's paper", (await ReadAsync(browser)).Body, StringComparison.Ordinal);
        Assert.Contains($"'aud' must be the issuer, {_app.Origin}, and nothing else", await _apache.LogAsync(), StringComparison.Ordinal);
    }

    private async Task<Answer> ReadAsync(Browser browser)
    {
        var choose = await browser.GetAsync($"{Vendor}/read/");
        Assert.True(choose.Heading == "Choose your library", $"{choose.Text}\n{await _apache.LogAsync()}");
        var form = await browser.GetAsync(new Uri(_app.Origin, choose.LinkStartingWith("/login/habo")).AbsoluteUri);
        var patron = _ils.Patron("Teen");
        return await browser.GiveCardAsync(form, patron.Card, patron.Pin);
    }

    public async ValueTask DisposeAsync()
    {
        await _apache.DisposeAsync();
        await _app.DisposeAsync();
        await _ils.DisposeAsync();
    }

    /// <summary>The client's key pair: the private part for Apache, the public one for its registration.</summary>
    private async Task<string> KeyAsync()
    {
        using var key = RSA.Create(2048);
        await File.WriteAllTextAsync(_apache.File("key.pem"), key.ExportRSAPrivateKeyPem());
        var jwks = ClientAssertion.Jwks(ClientAssertion.PublicJwk(key, "apache-key"));
        await _app.WithDbAsync(db => db.RelyingParties.ExecuteUpdateAsync(u => u.SetProperty(p => p.Jwks, jwks).SetProperty(p => p.SecretHash, (string?)null)));
        await File.WriteAllTextAsync(_apache.File("public.pem"), key.ExportSubjectPublicKeyInfoPem());

        // This version falls over a private key without the public one beside it.
        return $"OIDCPublicKeyFiles {_apache.File("public.pem")}\nOIDCPrivateKeyFiles {_apache.File("key.pem")}";
    }

    private Task StartApacheAsync(string authentication, string credential) => _apache.StartAsync("auth_openidc",
        $"""
        OIDCProviderMetadataURL {_app.Origin}.well-known/openid-configuration
        OIDCClientID apache
        {credential}
        OIDCProviderTokenEndpointAuth {authentication}
        OIDCRedirectURI {Vendor}/read/callback
        OIDCCryptoPassphrase a-passphrase-for-this-test-only
        OIDCPKCEMethod S256
        OIDCScope "openid"
        OIDCCookieSameSite On
        <Location /read>
          AuthType openid-connect
          Require valid-user
          Header always set X-Library "%"{"{OIDC_CLAIM_library}"}e
          Header always set X-Age-Band "%"{"{OIDC_CLAIM_age_band}"}e
          Header always set X-Subject "%"{"{OIDC_CLAIM_sub}"}e
        </Location>
        """.Replace("\"%\"", "%", StringComparison.Ordinal));
}
