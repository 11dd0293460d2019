using System.Diagnostics;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

public sealed class RedeemingACode(HaboWorld world) : IClassFixture<HaboWorld>
{
    private const string WrongSecret = "wrong-secret-that-is-long-enough-to-be-one";

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

        world.App.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("invalid_grant", (await client.RedeemAsync(code)).Error);
        Assert.Equal(401, (await client.UserInfoAsync(first.AccessToken)).Status);
    }

    [Fact, Trait("Case", "OIDC-021")]
    public async Task Of_twenty_simultaneous_redemptions_exactly_one_succeeds()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var code = await world.CodeAsync(client, browser);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.RedeemAsync(code)));
        Assert.Single(answers, a => a.Status == 200);
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
        Assert.Contains("invalid_request", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(world.App.Logs.Lines.Concat(world.App.Logs.Ours), line => line.Contains(Given.ClientSecret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_client_gets_nothing_for_a_code_and_takes_nothing_from_its_owner()
    {
        await world.App.Given.OidcResourceAsync("thief", "https://thief.example/cb");
        using var browser = await world.SignedInAsync();
        var (client, thief) = (world.Client, new OidcClient(world.App, "thief", "https://thief.example/cb"));
        var code = await world.CodeAsync(client, browser);
        Assert.Equal("invalid_grant", (await thief.RedeemAsync(code)).Error);
        var token = await client.RedeemAsync(code);
        Assert.Equal(200, token.Status);
        Assert.Equal("invalid_grant", (await thief.RedeemAsync(code)).Error);
        Assert.Equal(200, (await client.UserInfoAsync(token.AccessToken)).Status);
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
        var client = new OidcClient(own, "kiosk", HaboWorld.Redirect, WrongSecret);
        var answers = new List<TokenAnswer>();
        for (var i = 0; i < 60; i++)
            answers.Add(await client.RedeemAsync("x", basic: true));
        Assert.All(answers.Take(30), a => Assert.Equal((401, "invalid_client"), (a.Status, a.Error)));
        Assert.All(answers.Skip(30), a => Assert.Equal(429, a.Status));
        Assert.All(answers.Skip(30), a => Assert.NotNull(a.Headers.RetryAfter));

        own.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("invalid_client", (await client.RedeemAsync("x", basic: true)).Error);
    }

    [Fact, Trait("Case", "OIDC-027")]
    public async Task A_stopwatch_does_not_tell_an_unknown_client_from_a_wrong_secret()
    {
        // Medians of requests in turn; a busy machine gets two more chances, a real difference fails all three.
        var differences = new List<double>();
        while (differences.Count < 3 && (differences.Count == 0 || Math.Abs(differences[^1]) >= 5))
        {
            var (unknown, wrong) = (new List<double>(), new List<double>());
            for (var i = 0; i < 41; i++)
            {
                unknown.Add(await TimeAsync("nobody"));
                wrong.Add(await TimeAsync("kiosk"));
            }

            differences.Add(Median(unknown) - Median(wrong));
        }

        Assert.True(Math.Abs(differences[^1]) < 5, string.Join(", ", differences));

        async Task<double> TimeAsync(string clientId)
        {
            var client = new OidcClient(world.App, clientId, HaboWorld.Redirect, WrongSecret);
            var started = Stopwatch.GetTimestamp();
            Assert.Equal("invalid_client", (await client.RedeemAsync("x", basic: true)).Error);
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
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
}
