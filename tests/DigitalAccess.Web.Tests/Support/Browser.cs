using System.Net;
using System.Text.RegularExpressions;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>
/// What a browser without JavaScript does: keeps cookies per host (Secure ones on localhost too, as browsers do), follows
/// redirects, fills in forms.
/// </summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly Dictionary<(string Host, string Name), string> _cookies = [];

    public Browser(Uri origin, string? from = null)
    {
        _http.BaseAddress = origin;
        if (from is not null)
            _http.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        Language = "en";
        _http.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    }

    public string Language
    {
        set
        {
            _http.DefaultRequestHeaders.Remove("Accept-Language");
            _http.DefaultRequestHeaders.Add("Accept-Language", value);
        }
    }

    /// <summary>Every address that was asked for, redirects included.</summary>
    public List<Uri> Trail { get; } = [];

    public string? Cookie(string name) => _cookies.Where(c => c.Key.Name == name).Select(c => c.Value).FirstOrDefault();
    public void SetCookie(string host, string name, string value) => _cookies[(host, name)] = value;

    public Task<Answer> GetAsync(string address) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, address));

    public Task<Answer> PostAsync(string address, Dictionary<string, string> fields, Action<HttpRequestMessage>? with = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) };
        with?.Invoke(request);
        return FollowAsync(request);
    }

    /// <summary>Sends the page's form that has the field, filled in.</summary>
    public Task<Answer> SubmitAsync(Answer page, Dictionary<string, string> fields)
    {
        var (address, all) = page.FormWith(fields.Keys);
        foreach (var (name, value) in fields)
            all[name] = value;
        return PostAsync(address, all);
    }

    /// <summary>Opens a library's login page and gives card and PIN.</summary>
    public async Task<Answer> GiveCardAsync(string library, string card, string pin, bool shared = false) =>
        await GiveCardAsync(await GetAsync($"/login/{library}"), card, pin, shared);

    /// <summary>Gives card and PIN in a login form that is open already.</summary>
    public Task<Answer> GiveCardAsync(Answer form, string card, string pin, bool shared = false, string? answer = null)
    {
        var fields = new Dictionary<string, string> { ["card"] = card, ["pin"] = pin };
        if (shared)
            fields["shared"] = "true";
        if (answer is not null)
            fields["answer"] = answer;
        return SubmitAsync(form, fields);
    }

    /// <summary>Whether the portal greets a signed-in patron; anything else than that or the way to the login page is a fault.</summary>
    public async Task<bool> IsSignedInAsync()
    {
        var page = await GetAsync("/");
        var isIn = page.Address.AbsolutePath == "/";
        Assert.Equal((HttpStatusCode.OK, isIn ? "/" : "/login"), (page.Status, page.Address.AbsolutePath));
        Assert.StartsWith(isIn ? "Digital at " : "Choose your library", page.Heading, StringComparison.Ordinal);
        return isIn;
    }

    /// <summary>One request, no redirect followed.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken ct = default)
    {
        var address = request.RequestUri!.IsAbsoluteUri ? request.RequestUri : new Uri(_http.BaseAddress!, request.RequestUri);
        Trail.Add(address);
        var mine = _cookies.Where(c => c.Key.Host == address.Host).Select(c => $"{c.Key.Name}={c.Value}").ToList();
        if (mine.Count > 0)
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", mine));
        using var response = await _http.SendAsync(request, ct);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            Store(address.Host, cookie);
        return new Answer(address, response.StatusCode, response.Headers.Location is { } to ? new Uri(address, to) : null,
            await response.Content.ReadAsStringAsync(ct),
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase))
        {
            SetCookies = response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [],
        };
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> FollowAsync(HttpRequestMessage request)
    {
        var answer = await SendAsync(request);
        for (var hop = 0; hop < 15 && answer.Location is { } next; hop++)
            answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, next));
        return answer;
    }

    private void Store(string host, string cookie)
    {
        var parts = cookie.Split(';');
        var (name, value) = parts[0].Split('=', 2) is [var n, var v] ? (n.Trim(), v.Trim()) : (parts[0], "");
        var expires = parts.Select(p => p.Trim()).FirstOrDefault(p => p.StartsWith("expires=", StringComparison.OrdinalIgnoreCase));
        if (expires is not null && DateTimeOffset.Parse(expires[8..], System.Globalization.CultureInfo.InvariantCulture).Year < 2000)
            _cookies.Remove((host, name));
        else
            _cookies[(host, name)] = value;
    }
}

internal sealed partial record Answer(Uri Address, HttpStatusCode Status, Uri? Location, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Each cookie that this answer sets, with its attributes.</summary>
    public IReadOnlyList<string> SetCookies { get; init; } = [];

    /// <summary>The words of the page, without the markup.</summary>
    public string Text => WordsOf(Body);

    public string Heading => WordsOf(H1().Match(Body).Groups[1].Value);

    /// <summary>The words of the notice that answers a form.</summary>
    public string Notice => Body.Split("role=\"alert\"") is [_, var rest, ..] ? WordsOf(rest.Split("</div>")[0][(rest.IndexOf('>') + 1)..]) : "";

    public string LinkStartingWith(string path)
    {
        var after = Body.Split($"href=\"{path}");
        return after.Length > 1 ? WebUtility.HtmlDecode(path + after[1].Split('"')[0]) : throw new InvalidOperationException($"{Address}: no link to {path}");
    }

    public (string Address, Dictionary<string, string> Fields) FormWith(IEnumerable<string> names)
    {
        foreach (Match form in Form().Matches(Body))
        {
            var fields = Input().Matches(form.Groups[2].Value).Select(m => Attributes(m.Value)).Where(a => a.ContainsKey("name")).ToList();
            if (!names.All(n => fields.Exists(f => f["name"] == n)))
                continue;
            var action = Attributes(form.Groups[1].Value).GetValueOrDefault("action", "");
            return (new Uri(Address, action.Length > 0 ? action : Address.PathAndQuery).AbsoluteUri,
                fields.Where(f => f.GetValueOrDefault("type") != "checkbox").GroupBy(f => f["name"]).ToDictionary(g => g.Key, g => g.Last().GetValueOrDefault("value", "")));
        }

        throw new InvalidOperationException($"{Address}: no form with {string.Join(", ", names)} on this page ({Status}): {Text[..Math.Min(400, Text.Length)]}");
    }

    public Dictionary<string, string> Query => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery((Location ?? Address).Query)
        .ToDictionary(p => p.Key, p => p.Value.ToString());

    private static string WordsOf(string markup) => WebUtility.HtmlDecode(Spaces().Replace(Markup().Replace(markup, " "), " ")).Trim();

    private static Dictionary<string, string> Attributes(string tag) =>
        Attribute().Matches(tag).GroupBy(m => m.Groups[1].Value).ToDictionary(g => g.Key, g => WebUtility.HtmlDecode(g.First().Groups[2].Value));

    [GeneratedRegex("<form\\b([^>]*)>(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<(?:input|button|select)\\b[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Input();

    [GeneratedRegex("([a-zA-Z-]+)=\"([^\"]*)\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("<[^>]+>", RegexOptions.Singleline)]
    private static partial Regex Markup();

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("<h1[^>]*>(.*?)</h1>", RegexOptions.Singleline)]
    private static partial Regex H1();
}
