using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>Requests that come as a JWT, which we do not take, and say so.</summary>
public abstract partial class BasicModules
{
    private static readonly byte[] NoAlgorithm = Encoding.ASCII.GetBytes("""{"alg":"none"}""");

    [Module("oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported", "the client is told request_not_supported (the Foundation's suite then skips)")]
    public async Task UnsignedRequestObject()
    {
        using var party = NewParty();
        Assert.Equal("request_not_supported", await ToldAsync(party, "request", RequestObject));
    }

    [Module("oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported", "the client is told request_uri_not_supported (not run by the Foundation's suite for static clients)")]
    public async Task RequestUriUnsigned()
    {
        using var party = NewParty();
        Assert.Equal("request_uri_not_supported", await ToldAsync(party, "request_uri", _ => "https://rp.example/request.jwt#hash"));
    }

    [Module("oidcc-ensure-request-object-with-redirect-uri", "a redirect address that only the request object registers right gets an error page and no redirect")]
    public async Task EnsureRequestObjectWithRedirectUri()
    {
        using var party = NewParty();
        var wrong = ConformanceWorld.Redirect + "/" + Guid.NewGuid().ToString("N");
        AssertErrorPage(await SendAsync(party, parameters => [.. parameters.Where(p => p.Key != "redirect_uri"), new("redirect_uri", wrong), new("request", RequestObject(parameters))]));
    }

    /// <summary>What the client is told where only what must stand in the address does. The state is not among it.</summary>
    private async Task<string> ToldAsync(Party party, string name, Func<Dictionary<string, string>, string> value)
    {
        string[] outside = ["client_id", "response_type", "scope", "redirect_uri", "response_mode"];
        var visit = await SendAsync(party, parameters => [.. parameters.Where(p => outside.Contains(p.Key)), new(name, value(parameters))]);
        var told = visit.Response(responseMode);
        Assert.Equal(World.App.Origin.AbsoluteUri, told["iss"]);
        Assert.False(told.ContainsKey("code") || told.ContainsKey("state"));
        return told["error"];
    }

    private static async Task<Visit> SendAsync(Party party, Func<Dictionary<string, string>, IEnumerable<KeyValuePair<string, string>>> change)
    {
        var request = await party.BeginAsync();
        using var query = new FormUrlEncodedContent(change(request.Parameters));
        return await party.VisitAsync(request with { Url = request.Url.Split('?')[0] + "?" + await query.ReadAsStringAsync() });
    }

    private static string RequestObject(Dictionary<string, string> parameters) =>
        $"{Base64Url.EncodeToString(NoAlgorithm)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(parameters))}.";
}
