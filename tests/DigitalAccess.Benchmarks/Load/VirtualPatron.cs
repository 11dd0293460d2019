using System.Buffers.Text;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DigitalAccess.Benchmarks.Load;

/// <summary>One browser and the vendor's server in one: runs a flow from end to end, and takes no answer for granted.</summary>
internal sealed partial class VirtualPatron(Target target, HttpClient http, string card, string pin)
{
    private static readonly AuthenticationHeaderValue VendorsSecret = Basic(LoadStage.Client);
    private static readonly AuthenticationHeaderValue ServicesSecret = Basic(LoadStage.Service);
    private readonly Dictionary<string, string> _cookies = [];
    private string? _refreshToken;

    public async Task PrepareAsync(string flow)
    {
        if (flow is "sso" or "saml-sso")
            await LoginAsync();
        else if (flow is "refresh")
            _refreshToken = Text(await LoginAsync("openid offline_access"), "refresh_token");
    }

    public Task RunAsync(string flow) => flow switch
    {
        "sso" => SingleSignOnAsync(),
        "login" => LoginAsync(),
        "saml-sso" => SamlAsync(),
        "saml-login" => SamlLoginAsync(),
        "client-credentials" => ClientCredentialsAsync(),
        "refresh" => RefreshAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(flow)),
    };

    /// <summary>Signed in already: authorize, code, token, userinfo.</summary>
    private async Task SingleSignOnAsync()
    {
        var attempt = new Attempt();
        var token = await RedeemAsync(attempt, await GetAsync(attempt.Address(target.Origin, "openid")));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target.Origin, "/connect/userinfo"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Text(token, "access_token"));
        using var answer = await http.SendAsync(request);
        Expect(Text(await JsonAsync(answer), "sub") == Text(Payload(Text(token, "id_token")), "sub"), "userinfo tells of somebody else");
    }

    /// <summary>From a browser that knows nothing to the token: login form, card and PIN.</summary>
    private async Task<JsonElement> LoginAsync(string scope = "openid")
    {
        _cookies.Clear();
        var attempt = new Attempt();
        var form = await GetAsync(attempt.Address(target.Origin, scope) + "&login_hint=library:habo");
        return await RedeemAsync(attempt, await GiveCardAsync(form));
    }

    private Task<Page> GiveCardAsync(Page form)
    {
        var fields = Inputs().Matches(form.Body).Where(m => m.Value.Contains("type=\"hidden\"", StringComparison.Ordinal))
            .Select(m => (Name().Match(m.Value).Groups[1].Value, WebUtility.HtmlDecode(Value().Match(m.Value).Groups[1].Value)))
            .Append(("card", card)).Append(("pin", pin)).ToDictionary(f => f.Item1, f => f.Item2);
        var action = Action().Match(form.Body).Groups[1].Value is { Length: > 0 } named ? new Uri(form.Address, WebUtility.HtmlDecode(named)) : form.Address;
        return FollowAsync(new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields) });
    }

    /// <summary>Signed in already: request by redirect, signed answer.</summary>
    private async Task SamlAsync()
    {
        var attempt = new SamlAttempt(target.Origin);
        attempt.Check(await GetAsync(attempt.Address));
    }

    /// <summary>From a browser that knows nothing to the signed answer: login form, card and PIN.</summary>
    private async Task SamlLoginAsync()
    {
        _cookies.Clear();
        var attempt = new SamlAttempt(target.Origin);
        attempt.Check(await GiveCardAsync(await GetAsync(attempt.Address)));
    }

    private async Task ClientCredentialsAsync() =>
        Expect(Text(await TokenAsync(ServicesSecret, ("grant_type", "client_credentials"), ("scope", "usage.read")), "access_token").Length > 100, "no access token");

    private async Task RefreshAsync() => _refreshToken = Text(await TokenAsync(VendorsSecret, ("grant_type", "refresh_token"), ("refresh_token", _refreshToken!)), "refresh_token");

    private async Task<JsonElement> RedeemAsync(Attempt attempt, Page back)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(back.Address.Query);
        Expect(back.Address.AbsoluteUri.StartsWith(LoadStage.Redirect, StringComparison.Ordinal) && query.ContainsKey("code"), $"no code, but {back.Address} {back.Body[..Math.Min(200, back.Body.Length)]}");
        Expect(query["state"] == attempt.State && query["iss"] == target.Origin.AbsoluteUri, "the answer is of another attempt");
        var token = await TokenAsync(VendorsSecret, ("grant_type", "authorization_code"), ("code", query["code"].ToString()), ("redirect_uri", LoadStage.Redirect), ("code_verifier", attempt.Verifier));
        var claims = Payload(Text(token, "id_token"));
        Expect(Text(claims, "nonce") == attempt.Nonce && Text(claims, "iss") == target.Origin.AbsoluteUri && Text(claims, "aud") == LoadStage.Client, "the identity token is of another attempt");
        return token;
    }

    private async Task<JsonElement> TokenAsync(AuthenticationHeaderValue secret, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(target.Origin, "/connect/token"))
        {
            Content = new FormUrlEncodedContent(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))),
        };
        request.Headers.Authorization = secret;
        using var answer = await http.SendAsync(request);
        return await JsonAsync(answer);
    }

    private Task<Page> GetAsync(string address) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, address));

    private async Task<Page> FollowAsync(HttpRequestMessage request)
    {
        for (var hop = 0; hop < 8; hop++)
        {
            var address = request.RequestUri!;
            if (_cookies.Count > 0)
                request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
            using var answer = await http.SendAsync(request);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
                _cookies[cookie.Split('=', 2)[0]] = cookie.Split('=', 2)[1].Split(';')[0];
            if (answer.Headers.Location is not { } next)
                return new Page(address, await answer.Content.ReadAsStringAsync());
            var to = new Uri(address, next);
            if (to.Port != target.Origin.Port)
                return new Page(to, "");
            request = new HttpRequestMessage(HttpMethod.Get, to);
        }

        throw new FlowException("redirects without end");
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Expect(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {body[..Math.Min(200, body.Length)]}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    private static JsonElement Payload(string token) => JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(token.Split('.')[1]));
    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString()! : throw new FlowException($"no {name}");
    private static AuthenticationHeaderValue Basic(string client) => new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client}:{LoadStage.Secret}")));

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
            throw new FlowException(otherwise);
    }

    [GeneratedRegex("<input\\b[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("\\bname=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex("\\bvalue=\"([^\"]*)\"")]
    private static partial Regex Value();

    [GeneratedRegex("<form\\b[^>]*\\baction=\"([^\"]*)\"")]
    private static partial Regex Action();

    private sealed record Page(Uri Address, string Body);

    /// <summary>One request, and what its answer must be.</summary>
    private sealed class SamlAttempt(Uri origin)
    {
        private readonly string _id = $"_{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        private readonly string _relayState = RandomNumberGenerator.GetHexString(12);

        public string Address
        {
            get
            {
                var sso = $"{origin}saml/habo/sso";
                var request =
                    $"""<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{_id}" Version="2.0" IssueInstant="{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}" Destination="{sso}" AssertionConsumerServiceURL="{LoadStage.ConsumerService}"><saml:Issuer>{LoadStage.ServiceProvider}</saml:Issuer></samlp:AuthnRequest>""";
                using var packed = new MemoryStream();
                using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                    deflate.Write(Encoding.UTF8.GetBytes(request));
                return $"{sso}?SAMLRequest={Uri.EscapeDataString(Convert.ToBase64String(packed.ToArray()))}&RelayState={_relayState}";
            }
        }

        public void Check(Page page)
        {
            var fields = Inputs().Matches(page.Body).ToDictionary(m => Name().Match(m.Value).Groups[1].Value, m => WebUtility.HtmlDecode(Value().Match(m.Value).Groups[1].Value));
            Expect(fields.TryGetValue("SAMLResponse", out var message), $"no answer, but {page.Address} {page.Body[..Math.Min(200, page.Body.Length)]}");
            var response = Encoding.UTF8.GetString(Convert.FromBase64String(message!));
            Expect(response.Contains("status:Success", StringComparison.Ordinal) && response.Contains("<ds:SignatureValue>", StringComparison.Ordinal), "no signed assertion");
            Expect(response.Contains($"InResponseTo=\"{_id}\"", StringComparison.Ordinal) && fields["RelayState"] == _relayState, "the answer is of another attempt");
        }
    }

    private sealed class Attempt
    {
        public string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        public string State { get; } = RandomNumberGenerator.GetHexString(16);
        public string Nonce { get; } = RandomNumberGenerator.GetHexString(16);

        public string Address(Uri origin, string scope) =>
            $"{origin}connect/authorize?client_id={LoadStage.Client}&response_type=code&scope={Uri.EscapeDataString(scope)}&redirect_uri={Uri.EscapeDataString(LoadStage.Redirect)}"
            + $"&state={State}&nonce={Nonce}&code_challenge={Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))}&code_challenge_method=S256";
    }
}

/// <summary>A flow that did not end as it must; it never counts.</summary>
internal sealed class FlowException(string message) : Exception(message);
