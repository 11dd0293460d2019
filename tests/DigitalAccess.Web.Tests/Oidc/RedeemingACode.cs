using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

public sealed class RedeemingACode(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact, Trait("Case", "OIDC-017")]
    public async Task A_wrong_verifier_gets_nothing_and_spends_the_code()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var code = await world.CodeAsync(client, browser);
        var wrong = client.Verifier[..^1] + (client.Verifier[^1] == 'A' ? 'B' : 'A');
        Assert.Equal("invalid_grant", (await client.RedeemAsync(code, ("code_verifier", wrong))).Error);
        Assert.Equal("invalid_grant", (await client.RedeemAsync(code)).Error);
    }

    [Fact, Trait("Case", "OIDC-019")]
    public async Task A_code_that_comes_a_second_time_ends_what_the_first_time_gave()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var code = await world.CodeAsync(client, browser);
        var first = await client.RedeemAsync(code);
        Assert.Equal(200, (await client.UserInfoAsync(first.AccessToken)).Status);

        Assert.Equal("invalid_grant", (await client.RedeemAsync(code)).Error);
        Assert.Equal(401, (await client.UserInfoAsync(first.AccessToken)).Status);
    }

    [Fact, Trait("Case", "OIDC-021")]
    public async Task Of_twenty_simultaneous_redemptions_at_most_one_succeeds()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var code = await world.CodeAsync(client, browser);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.RedeemAsync(code)));
        Assert.True(answers.Count(a => a.Status == 200) <= 1);
        Assert.All(answers.Where(a => a.Status != 200), a => Assert.Equal("invalid_grant", a.Error));
    }

    [Theory, Trait("Case", "OIDC-023")]
    [InlineData(50, true)]
    [InlineData(61, false)]
    public async Task A_code_lives_sixty_seconds(int age, bool good)
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var code = await world.CodeAsync(client, browser);
        world.App.Clock.Advance(TimeSpan.FromSeconds(age));
        var answer = await client.RedeemAsync(code);
        Assert.Equal(good, answer.Status == 200);
        if (!good)
            Assert.Equal("invalid_grant", answer.Error);
    }

    [Fact, Trait("Case", "OIDC-025")]
    public async Task The_token_endpoint_takes_no_GET_and_logs_no_secret()
    {
        using var browser = world.App.Browser();
        var answer = await browser.GetAsync($"/connect/token?grant_type=authorization_code&client_id=kiosk&client_secret={Given.ClientSecret}&code=x");
        Assert.Contains((int)answer.Status, new[] { 400, 405 });
        Assert.DoesNotContain(world.App.Logs.Lines.Where(IsKeptInProduction), line => line.Contains(Given.ClientSecret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_code_is_good_for_its_own_client_and_redirect_address_only()
    {
        await world.App.Given.OidcResourceAsync("other", "https://other.example/cb");
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        Assert.Equal("invalid_grant", (await client.RedeemAsync(await world.CodeAsync(client, browser), ("client_id", "other"))).Error);
        Assert.Equal("invalid_grant", (await client.RedeemAsync(await world.CodeAsync(client, browser), ("redirect_uri", "https://kiosk.example/else"))).Error);
    }

    [Fact, Trait("Case", "OIDC-027")]
    public async Task Wrong_client_secrets_are_refused_and_then_slowed_down()
    {
        await using var own = await BrokerApp.StartAsync(world.App.ConnectionString);
        var client = new OidcClient(own, "kiosk", HaboWorld.Redirect, "wrong-secret-that-is-long-enough-to-be-one");
        for (var i = 0; i < 30; i++)
            Assert.Equal("invalid_client", (await client.RedeemAsync("x")).Error);
        var slowed = await client.RedeemAsync("x");
        Assert.Equal(429, slowed.Status);
        Assert.NotNull(slowed.Headers.RetryAfter);

        own.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("invalid_client", (await client.RedeemAsync("x")).Error);
    }

    [Fact, Trait("Case", "OIDC-037")]
    public async Task An_access_token_in_the_address_is_refused()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var token = (await client.RedeemAsync(await world.CodeAsync(client, browser))).AccessToken;
        Assert.Equal(401, (await client.UserInfoAsync(token, inQuery: true)).Status);
        Assert.Equal(200, (await client.UserInfoAsync(token)).Status);
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    public async Task Identity_tokens_are_signed_as_the_client_was_registered(string algorithm)
    {
        var redirect = $"https://{algorithm}.example/cb".ToLowerInvariant();
        await world.App.Given.LicenceAsync(await world.App.Given.OidcResourceAsync(algorithm, redirect, p => p.IdTokenAlgorithm = algorithm));
        using var browser = await world.SignedInAsync();
        var client = new OidcClient(world.App, algorithm, redirect);
        var token = await client.RedeemAsync(await world.CodeAsync(client, browser));
        Assert.Equal(algorithm, OidcClient.Header(token.IdToken).GetProperty("alg").GetString());
    }

    [Fact]
    public async Task Two_vendors_cannot_compare_their_patrons_and_one_knows_its_own_again()
    {
        await world.App.Given.LicenceAsync(await world.App.Given.OidcResourceAsync("film", "https://film.example/cb"));
        var subjects = new List<string>();
        foreach (var (id, redirect) in new[] { ("kiosk", HaboWorld.Redirect), ("film", "https://film.example/cb"), ("kiosk", HaboWorld.Redirect) })
        {
            using var browser = await world.SignedInAsync();
            var client = new OidcClient(world.App, id, redirect);
            subjects.Add(OidcClient.Payload((await client.RedeemAsync(await world.CodeAsync(client, browser))).IdToken).GetProperty("sub").GetString()!);
        }

        Assert.NotEqual(subjects[0], subjects[1]);
        Assert.Equal(subjects[0], subjects[2]);
    }

    [Fact, Trait("Case", "OIDC-039")]
    public async Task Max_age_asks_for_card_and_PIN_again_and_the_token_tells_the_new_time()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var before = OidcClient.Payload((await client.RedeemAsync(await world.CodeAsync(client, browser))).IdToken).GetProperty("auth_time").GetInt64();
        world.App.Clock.Advance(TimeSpan.FromSeconds(3));

        var again = world.Client;
        var prompted = await again.AuthorizeAsync(browser, ("max_age", "1"), ("login_hint", "library:habo"));
        Assert.Null(prompted.Location);
        var patron = world.Ils.Patron("Adult");
        var (address, fields) = prompted.FormWith(["card", "pin"]);
        (fields["card"], fields["pin"]) = (patron.Card, patron.Pin);
        var back = await again.UntilAwayAsync(browser,
            await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) }));
        var claims = OidcClient.Payload((await again.RedeemAsync(back.Query["code"])).IdToken);
        Assert.True(claims.GetProperty("auth_time").GetInt64() >= before + 3);
    }

    /// <summary>The levels of appsettings.json: what is written down in a real installation.</summary>
    private static bool IsKeptInProduction(string line) => !line.StartsWith("Debug", StringComparison.Ordinal) && !line.StartsWith("Trace", StringComparison.Ordinal);
}
