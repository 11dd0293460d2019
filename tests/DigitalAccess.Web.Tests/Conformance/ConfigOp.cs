using System.Text.Json;

namespace DigitalAccess.Web.Tests.Conformance;

[Plan("Config OP", 2)]
public sealed class ConfigOp(ConformanceWorld world, ConformanceReport report) : PlanModules(world, report)
{
    [Module("oidcc-discovery-endpoint-verification", "JSON with every required member, addresses of ours that answer, keys without private parts, and nothing that contradicts itself")]
    public async Task DiscoveryEndpointVerification()
    {
        using var party = World.Party();
        var issuer = World.App.Origin.AbsoluteUri;
        var answer = await party.AskAsync("json", new { url = issuer + ".well-known/openid-configuration" });
        Assert.Equal(200, answer.GetProperty("status").GetInt32());
        Assert.StartsWith("application/json", answer.GetProperty("type").GetString(), StringComparison.Ordinal);

        var document = await party.AskAsync("discover", new { });
        Assert.Equal(issuer, document.GetProperty("issuer").GetString());
        foreach (var endpoint in new[] { "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri" })
            Assert.StartsWith(issuer, document.GetProperty(endpoint).GetString(), StringComparison.Ordinal);
        Assert.Contains("openid", Texts(document, "scopes_supported"));
        Assert.Equal(["code"], Texts(document, "response_types_supported"));
        Assert.Subset(Texts(document, "response_modes_supported").ToHashSet(), new HashSet<string> { "query", "form_post" });
        Assert.Equal(["pairwise"], Texts(document, "subject_types_supported"));
        Assert.Contains("RS256", Texts(document, "id_token_signing_alg_values_supported"));
        Assert.True(document.GetProperty("claims_parameter_supported").GetBoolean());
        Assert.Subset(Texts(document, "claims_supported").ToHashSet(), new HashSet<string> { "sub", "iss", "auth_time", "acr", "amr" });
        Assert.False(document.GetProperty("request_parameter_supported").GetBoolean() || document.GetProperty("request_uri_parameter_supported").GetBoolean());

        var keys = (await party.AskAsync("json", new { url = document.GetProperty("jwks_uri").GetString() })).GetProperty("body").GetProperty("keys");
        Assert.Equal(keys.GetArrayLength(), keys.EnumerateArray().Select(k => k.GetProperty("kid").GetString()).Distinct().Count());
        Assert.All(keys.EnumerateArray(), key => Assert.False(key.TryGetProperty("d", out _) || key.TryGetProperty("k", out _)));
    }

    private static IEnumerable<string> Texts(JsonElement document, string name) => document.GetProperty(name).EnumerateArray().Select(e => e.GetString()!);
}
