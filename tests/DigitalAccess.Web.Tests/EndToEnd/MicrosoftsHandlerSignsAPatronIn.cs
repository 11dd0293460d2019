using System.Security.Cryptography;
using DigitalAccess.Simulators;
using DigitalAccess.Simulators.Vendors;
using DigitalAccess.Web.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>The client that most vendors on .NET have: Microsoft's handler, which pushes its requests where it can.</summary>
public sealed class MicrosoftsHandlerSignsAPatronIn(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Theory]
    [InlineData("secret")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task The_patron_reads_by_a_secret_or_by_a_key(string proof)
    {
        var (id, port) = ($"dotnet-{proof.ToLowerInvariant()}", FreePort.Take());
        using var rsa = RSA.Create(2048);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var resource = await world.App.Given.OidcResourceAsync(id, $"http://127.0.0.1:{port}/signin-oidc", p => p.Jwks = proof switch
        {
            "RS256" => ClientAssertion.Jwks(ClientAssertion.PublicJwk(rsa, "key")),
            "ES256" => ClientAssertion.Jwks(ClientAssertion.PublicJwk(ecdsa, "key")),
            _ => null,
        });
        await world.App.Given.LicenceAsync(resource, world.Habo);
        await using var vendor = await OidcVendor.StartAsync(new OidcVendorOptions
        {
            Name = "Tidningen", Authority = world.App.Origin.AbsoluteUri, ClientId = id, Port = port,
            ClientSecret = proof == "secret" ? Given.ClientSecret : null,
            ClientKey = proof switch
            {
                "RS256" => new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = "key" }, proof),
                "ES256" => new SigningCredentials(new ECDsaSecurityKey(ecdsa) { KeyId = "key" }, proof),
                _ => null,
            },
        });

        using var browser = new Browser(vendor.Address);
        var choose = await browser.GetAsync($"{vendor.Address}login");
        var patron = world.Ils.Patron("Adult");
        var front = await browser.GiveCardAsync(await browser.GetAsync(new Uri(world.App.Origin, choose.LinkStartingWith("/login/habo")).AbsoluteUri), patron.Card, patron.Pin);
        Assert.Equal(vendor.Address.AbsoluteUri, front.Address.AbsoluteUri);
        Assert.Contains(browser.Trail, address => address.AbsolutePath == "/connect/authorize" && address.Query.Contains("request_uri=", StringComparison.Ordinal));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await browser.GetAsync($"{vendor.Address}open/1")).Status);
        Assert.Equal("/open/1", (await browser.GetAsync($"{vendor.Address}open/1")).Address.AbsolutePath);
    }
}
