using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Oidc.Consent;
using DigitalAccess.Web.Oidc.Requests;
using DigitalAccess.Web.Oidc.Tickets;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary><c>digitalaccess vendor-sheet</c>: what it prints is what the provider then does, and none of it is secret.</summary>
public sealed class SendingAVendorItsSheet(HaboWorld world) : IClassFixture<HaboWorld>
{
    private static readonly AttributeRelease[] Everything =
    [
        .. Enum.GetValues<ReleaseSource>().Where(s => s is not (ReleaseSource.Constant or ReleaseSource.Pseudonym)).Select(AttributeRelease.Of),
        new() { Claim = "tier", Source = ReleaseSource.Constant, Value = "gold | silver" },
        new() { Claim = "several", Source = ReleaseSource.Constant, Value = "one" }, new() { Claim = "several", Source = ReleaseSource.Library },
    ];

    public static TheoryData<string> Clients => ["secret", "keys", "public", "pushed only, answered by form"];

    [Fact]
    public async Task The_example_tokens_have_the_claims_of_a_real_sign_in_in_the_same_shapes()
    {
        await LivesInHaboAsync();
        var (sheet, token) = await SignInByTheSheetAsync(await ClientAsync(p => p.Releases = [.. Everything]));
        var (said, example) = (OidcClient.Payload(token.IdToken), sheet.IdentityToken);
        Assert.Equal(Shapes(said), Shapes(example));
        foreach (var claim in Everything.Select(line => line.Claim).Concat(["iss", "aud", "acr"]))
            Assert.True(JsonElement.DeepEquals(said.GetProperty(claim), example.GetProperty(claim)), $"{claim}: {said.GetProperty(claim)} and {example.GetProperty(claim)}");
        Assert.Contains(@"| `""gold \| silver""` |", sheet.Text, StringComparison.Ordinal);
        Assert.Equal(Seconds(said, "exp") - Seconds(said, "iat"), Seconds(example, "exp") - Seconds(example, "iat"));

        var (_, info) = await world.Client.UserInfoAsync(token.AccessToken);
        Assert.Equal(Shapes(info), Shapes(sheet.UserInfo));
    }

    [Theory, MemberData(nameof(Clients))]
    public async Task The_example_requests_work_as_they_stand(string kind)
    {
        using var key = RSA.Create(2048);
        var id = await ClientAsync(p => Describe(p, kind, key));
        Assert.Equal(id, OidcClient.Payload((await SignInByTheSheetAsync(id, key)).Token.IdToken).GetProperty("aud").GetString());
    }

    [Theory, MemberData(nameof(Clients))]
    public async Task Neither_the_secret_nor_its_hash_nor_any_key_is_on_the_sheet(string kind)
    {
        using var key = RSA.Create(2048);
        var id = await ClientAsync(p => Describe(p, kind, key));
        var sheet = await SheetAsync(id);
        Assert.Contains(id, sheet.Text, StringComparison.Ordinal);
        var hash = ClientSecrets.Hash(Given.ClientSecret);
        var jwk = ClientAssertion.PublicJwk(key, "first");
        foreach (var secret in new[] { Given.ClientSecret, hash, hash.Split(':')[1], (string)jwk["n"]! })
            Assert.DoesNotContain(secret, sheet.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task It_says_how_each_client_proves_itself()
    {
        using var key = RSA.Create(2048);
        Assert.Contains("| how you prove yourself | a secret (`client_secret_basic`, `client_secret_post`)", (await SheetAsync(await ClientAsync(_ => { }))).Text, StringComparison.Ordinal);
        Assert.Contains("| how you prove yourself | `private_key_jwt`, signed by one of your keys `first`;", (await SheetAsync(await ClientAsync(p => Describe(p, "keys", key)))).Text, StringComparison.Ordinal);
        Assert.Contains("the keys that you publish at `https://keys.example/jwks`", (await SheetAsync(await ClientAsync(p => p.JwksUri = "https://keys.example/jwks"))).Text, StringComparison.Ordinal);
        Assert.Contains("| how you prove yourself | not at all: a public client", (await SheetAsync(await ClientAsync(p => p.SecretHash = null))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_has_every_address_of_the_metadata_and_of_the_registration()
    {
        var sheet = (await SheetAsync(await ClientAsync(p =>
        {
            (p.PostLogoutRedirectUris, p.BackChannelLogoutUri) = (["https://x.example/signed-out"], "https://x.example/back");
            (p.Sector, p.IdTokenAlgorithm, p.Lifetimes) = ("sector.example", "ES256", new() { AccessToken = 7, IdentityToken = 60, RefreshToken = 1, OfflineAccess = 45 });
            p.Grants = [GrantType.AuthorizationCode, GrantType.RefreshToken];
        }))).Text;
        using var browser = world.App.Browser();
        var metadata = JsonSerializer.Deserialize<JsonElement>((await browser.GetAsync("/.well-known/openid-configuration")).Body);
        foreach (var name in new[] { "issuer", "jwks_uri", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "end_session_endpoint", "pushed_authorization_request_endpoint", "revocation_endpoint" })
            Assert.Contains($"| `{metadata.GetProperty(name).GetString()}` |", sheet, StringComparison.Ordinal);
        foreach (var part in new[]
        {
            $"| `{world.App.Origin}.well-known/openid-configuration` |", "`https://x.example/signed-out`", "`https://x.example/back`", "the sector `sector.example`", "signed by `ES256`, good for 1 hour",
            "good for 7 minutes", "unused for 24 hours, and 45 days after", "`authorization_code`, `refresh_token`", "`openid`, `offline_access`", "good once, for 1 minute", "`S256`, required",
        })
            Assert.Contains(part, sheet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_calls_not_always_known_is_what_a_renewal_after_the_session_leaves_out()
    {
        await LivesInHaboAsync();
        var (sheet, first) = await SignInByTheSheetAsync(await ClientAsync(p => (p.Releases, p.Grants) = ([.. Everything], [GrantType.AuthorizationCode, GrantType.RefreshToken])));
        await world.App.WithDbAsync(db => db.Set<PatronSession>().ExecuteDeleteAsync());
        var renewed = await sheet.SendAsync("grant_type=refresh_token", ("REFRESH-TOKEN", first.RefreshToken!), ("YOUR-SECRET", Given.ClientSecret));
        var lost = Names(OidcClient.Payload(first.IdToken)).Except(Names(OidcClient.Payload(renewed.IdToken))).Except(["nonce"]);
        Assert.Equal(["age_band", "residence"], lost.Order());
        Assert.Equal(["age_band", "residence"], sheet.Known.Where(k => k.Value != "always").Select(k => k.Key).Order());
        Assert.Equal(Everything.Select(line => line.Claim).Distinct().Order(), sheet.Known.Keys.Order());
    }

    [Fact]
    public async Task It_names_every_reason_for_which_a_patron_is_refused_or_a_token_ends()
    {
        var refusals = (await SheetAsync(await ClientAsync(p => p.Grants = [GrantType.AuthorizationCode, GrantType.RefreshToken]))).Section("When the answer is no");
        var ends = typeof(GrantEnds).GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => (string)f.GetRawConstantValue()!).ToList();
        Assert.NotEmpty(ends);
        foreach (var slug in Enum.GetValues<RefusalReason>().Select(r => r.SlugForVendors()).Concat(ends).Concat([ConsentFirst.Declined, JudgeRequestParameters.UnmetRequirements, "invalid_grant"]))
            Assert.Contains($"`{slug}`", refusals, StringComparison.Ordinal);
        Assert.DoesNotContain("Refusal.", refusals, StringComparison.Ordinal);
        Assert.DoesNotContain("{0}", refusals, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_number_in_a_contract_does_not_reach_the_sheet()
    {
        var sheet = await SheetAsync(await ClientAsync(p => p.Releases = [new() { Claim = "note", Source = ReleaseSource.Constant, Value = "811218-9876" }]));
        Assert.DoesNotContain("9876", sheet.Text, StringComparison.Ordinal);
        Assert.Contains("held back", sheet.Section("What you learn of a patron"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_speaks_for_itself_reads_of_no_patron_and_its_request_works()
    {
        var id = $"api-{Guid.NewGuid():N}";
        await world.App.Given.RelyingPartyAsync(id, "https://api.example/", p => (p.RedirectUris, p.Grants, p.Scopes) = ([], [GrantType.ClientCredentials], ["things.read"]));
        var sheet = await SheetAsync(id);
        Assert.DoesNotContain("What you learn", sheet.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await sheet.SendAsync("client_credentials", ("YOUR-SECRET", Given.ClientSecret))).Status);
    }

    [Fact]
    public async Task A_client_that_is_connected_to_nothing_is_told_so()
    {
        await world.App.Given.RelyingPartyAsync("unconnected", "https://unconnected.example/cb");
        Assert.Contains("**Not connected yet:**", (await SheetAsync("unconnected")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Not connected", (await SheetAsync("kiosk")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_unknown_client_it_says_which_there_are_and_nothing_else()
    {
        await ClientAsync(p => p.Active = false, "switched-off");
        foreach (var id in new[] { "nobody", "switched-off" })
        {
            var sheet = await PrintedSheet.OfAsync(world.App.Services, id);
            Assert.Equal((1, ""), (sheet.Code, sheet.Text));
            Assert.Matches(
                $@"^{id}: no client and no service provider that is switched on has this name\.\nClients: ([\w-]+, )*kiosk(, [\w-]+)*\.\nService providers: none\. They come from the region's files: digitalaccess import\.\n$",
                sheet.Faults);
            Assert.DoesNotContain("switched-off,", sheet.Faults, StringComparison.Ordinal);
            Assert.DoesNotContain(ClientSecrets.Hash(Given.ClientSecret).Split(':')[1], sheet.Faults, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_program_prints_the_sheet_alone_so_that_it_can_go_into_a_file()
    {
        var (code, output) = await BrokerProcess.RunAsync(["vendor-sheet", "kiosk"], null, ("ConnectionStrings__DigitalAccess", world.App.ConnectionString),
            ("DigitalAccess__Origin", world.App.Origin.AbsoluteUri.TrimEnd('/')), ("DigitalAccess__RegionName", "Testregionen"), ("DigitalAccess__DataProtectionCertificate", WrappingCertificate.Shared));
        Assert.Equal(0, code);
        Assert.Equal((await SheetAsync("kiosk")).Text.TrimEnd('\n'), output.TrimEnd('\n'));
    }

    private async Task<PrintedSheet> SheetAsync(string id)
    {
        var sheet = await PrintedSheet.OfAsync(world.App.Services, id);
        Assert.Equal((0, ""), (sheet.Code, sheet.Faults));
        return sheet;
    }

    /// <summary>A whole sign-in that knows nothing but the sheet, and what its reader holds: a secret or a key.</summary>
    private async Task<(PrintedSheet Sheet, TokenAnswer Token)> SignInByTheSheetAsync(string id, RSA? key = null)
    {
        var sheet = await SheetAsync(id);
        using var browser = await world.SignedInAsync();
        var address = sheet.AuthorizationAddress;
        if (address.Contains("REQUEST-URI", StringComparison.Ordinal))
        {
            var pushed = await sheet.SendAsync("response_type=code", ("YOUR-SECRET", Given.ClientSecret));
            address = address.Replace("REQUEST-URI", Uri.EscapeDataString(pushed.Body.GetProperty("request_uri").GetString()!), StringComparison.Ordinal);
        }

        var answer = await world.Client.UntilAwayAsync(browser, await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, address)));
        var code = answer.Location is null ? answer.FormWith(["code"]).Fields["code"] : PrintedSheet.Parameter(answer.Location.AbsoluteUri, "code");
        var (kept, proof) = (await world.App.WithDbAsync(db => db.RelyingParties.SingleAsync(p => p.ClientId == id)), new List<(string, string)>());
        if (kept.SecretHash is not null)
            proof.Add(("YOUR-SECRET", Given.ClientSecret));
        else if (kept.Jwks is not null)
            proof.Add(("YOUR-SIGNED-ASSERTION", new ClientAssertion(id, world.App.Origin.AbsoluteUri, world.App.Clock.GetUtcNow()).SignedBy(key!)));
        var token = await sheet.SendAsync("code=CODE", [("code=CODE", $"code={code}"), .. proof]);
        Assert.True(token.Status == 200, $"{token.Error} {token.Description}");
        return (sheet, token);
    }

    private static void Describe(RelyingParty party, string kind, RSA key)
    {
        if (kind == "keys")
            party.Jwks = ClientAssertion.Jwks(ClientAssertion.PublicJwk(key, "first"));
        else if (kind == "public")
            party.SecretHash = null;
        else if (kind != "secret")
            (party.PushedRequestsOnly, party.ResponseModes) = (true, ["form_post"]);
    }

    private async Task<string> ClientAsync(Action<RelyingParty> with, string? id = null)
    {
        id ??= $"sheet-{Guid.NewGuid():N}";
        await world.App.Given.LicenceAsync(await world.App.Given.OidcResourceAsync(id, $"https://{id}.example/cb", with));
        return id;
    }

    /// <summary>Only then does the library system's word for the home library name a municipality.</summary>
    private Task LivesInHaboAsync() => world.App.WithDbAsync(async db =>
    {
        (await db.Libraries.SingleAsync(l => l.Slug == "habo")).AccessRules = new() { ResidenceByHomeLibrary = { [world.Ils.Options.Branches[0]] = "habo" } };
        await db.SaveChangesAsync();
    });

    private static long Seconds(JsonElement said, string claim) => said.GetProperty(claim).GetInt64();

    private static IEnumerable<string> Names(JsonElement said) => said.EnumerateObject().Select(p => p.Name);

    private static IEnumerable<string> Shapes(JsonElement said) => said.EnumerateObject().Select(p => $"{p.Name}: {p.Value.ValueKind}").Order();
}
