using System.Text.Json;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>A vendor's contract, from the registration to the tokens.</summary>
public sealed class ReleasingAttributes(HaboWorld world) : IClassFixture<HaboWorld>
{
    private const string Number = "811218-9876";

    [Fact]
    public async Task Identity_token_and_userinfo_say_the_same_lists_as_lists()
    {
        var client = await ClientAsync(p => p.Releases =
        [
            .. new[] { ReleaseSource.Library, ReleaseSource.LibraryName, ReleaseSource.Municipality, ReleaseSource.AgeBand, ReleaseSource.Affiliation }.Select(AttributeRelease.Of),
            Constant("eduperson_entitlement", "urn:mace:dir:entitlement:common-lib-terms"), Constant("tier", "gold"),
        ]);
        var token = await SignInAsync(client);
        var (_, info) = await client.UserInfoAsync(token.AccessToken);
        foreach (var said in new[] { OidcClient.Payload(token.IdToken), info })
        {
            Assert.Equal(("habo", "Habo bibliotek", "habo", "adult", "gold"), (Text(said, "library"), Text(said, "library_name"), Text(said, "municipality"), Text(said, "age_band"), Text(said, "tier")));
            Assert.Equal(["member@habo.localhost"], said.GetProperty("eduperson_scoped_affiliation").EnumerateArray().Select(v => v.GetString()));
            Assert.Equal(["urn:mace:dir:entitlement:common-lib-terms"], said.GetProperty("eduperson_entitlement").EnumerateArray().Select(v => v.GetString()));
        }
    }

    [Fact]
    public async Task The_metadata_names_what_the_contracts_release()
    {
        await ClientAsync(p => p.Releases = [Constant("only_in_this_contract", "x")]);
        using var browser = world.App.Browser();
        var metadata = JsonSerializer.Deserialize<JsonElement>((await browser.GetAsync("/.well-known/openid-configuration")).Body);
        var claims = metadata.GetProperty("claims_supported").EnumerateArray().Select(c => c.GetString()).ToList();
        Assert.Superset(new HashSet<string?> { "sub", "iss", "auth_time", "acr", "sid", "library", "only_in_this_contract" }, claims.ToHashSet());
        Assert.DoesNotContain("email", claims);
    }

    [Fact]
    public async Task A_contract_that_shrinks_counts_for_tokens_that_are_out_already()
    {
        var client = await ClientAsync(p => p.Releases = [AttributeRelease.Of(ReleaseSource.Library), AttributeRelease.Of(ReleaseSource.Municipality)]);
        var token = await SignInAsync(client);
        await world.App.WithDbAsync(async db =>
        {
            (await db.RelyingParties.SingleAsync(p => p.ClientId == client.ClientId)).Releases = [AttributeRelease.Of(ReleaseSource.Library)];
            await db.SaveChangesAsync();
        });
        var (_, info) = await client.UserInfoAsync(token.AccessToken);
        Assert.Equal("habo", Text(info, "library"));
        Assert.False(info.TryGetProperty("municipality", out _));
    }

    /// <summary>Written past the import, as nobody should.</summary>
    [Fact]
    public async Task An_identity_number_in_a_contract_never_goes_out_and_the_operator_is_told()
    {
        var client = await ClientAsync(p => p.Releases = [AttributeRelease.Of(ReleaseSource.Library), Constant("note", Number)]);
        var token = await SignInAsync(client);
        var (_, info) = await client.UserInfoAsync(token.AccessToken);
        foreach (var said in new[] { OidcClient.Payload(token.IdToken), OidcClient.Payload(token.AccessToken), info })
            Assert.DoesNotContain("9876", said.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(world.App.Logs.Ours, line => line.Contains($"{client.ClientId} was not told note", StringComparison.Ordinal));
        Assert.DoesNotContain(world.App.Logs.Lines.Concat(world.App.Logs.Ours), line => line.Contains("9876", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_vendor_cannot_do_without_the_launch_is_refused_by_name_and_counted_so(bool withheld)
    {
        var line = withheld ? Constant("note", Number) : AttributeRelease.Of(ReleaseSource.Residence);
        var client = await ClientAsync(p => p.Releases = [line with { Required = true }]);
        using var browser = await world.SignedInAsync();
        var answer = await client.AuthorizeAsync(browser, ("prompt", "none"));
        Assert.Equal(("access_denied", "attribute-missing", client.State), (answer.Query["error"], answer.Query["error_description"], answer.Query["state"]));
        var page = await client.AuthorizeAsync(browser);
        Assert.Contains("demands something about you", page.Text, StringComparison.Ordinal);

        var events = await world.App.WithDbAsync(db => (from e in db.UsageEvents join r in db.Resources on e.ResourceId equals r.Id where r.ClientId == client.ClientId select e.Refusal).ToListAsync());
        Assert.All(events, refusal => Assert.Equal("attribute-missing", refusal));
        Assert.NotEmpty(events);
        Assert.False(await world.App.WithDbAsync(db => db.OidcGrants.AnyAsync(g => g.ClientId == client.ClientId)));
    }

    private async Task<OidcClient> ClientAsync(Action<RelyingParty> with)
    {
        var id = $"contract-{Guid.NewGuid():N}";
        var redirect = $"https://{id}.example/cb";
        await world.App.Given.LicenceAsync(await world.App.Given.OidcResourceAsync(id, redirect, with));
        return new OidcClient(world.App, id, redirect);
    }

    private async Task<TokenAnswer> SignInAsync(OidcClient client)
    {
        using var browser = await world.SignedInAsync();
        return await client.RedeemAsync(await world.CodeAsync(client, browser));
    }

    private static AttributeRelease Constant(string claim, string value) => new() { Claim = claim, Source = ReleaseSource.Constant, Value = value };

    private static string? Text(JsonElement said, string claim) => said.GetProperty(claim).GetString();
}
