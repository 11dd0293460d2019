using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalAccess.Web.Hosting.Commands;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>A vendor's sheet as its engineer reads it: takes the examples out of it and does what they say.</summary>
internal sealed partial record PrintedSheet(int Code, string Text, string Faults)
{
    /// <summary>As <c>digitalaccess vendor-sheet</c> prints it.</summary>
    public static async Task<PrintedSheet> OfAsync(IServiceProvider services, string clientId)
    {
        await using var scope = services.CreateAsyncScope();
        await using var output = new StringWriter { NewLine = "\n" };
        await using var faults = new StringWriter { NewLine = "\n" };
        var code = await PrintVendorSheet.RunAsync(scope.ServiceProvider, clientId, output, faults, TestContext.Current.CancellationToken);
        return new PrintedSheet(code, output.ToString(), faults.ToString());
    }

    public JsonElement IdentityToken => JsonSerializer.Deserialize<JsonElement>(Blocks("json")[0]);

    public JsonElement UserInfo => JsonSerializer.Deserialize<JsonElement>(Blocks("json")[1]);

    /// <summary>Where the browser goes.</summary>
    public string AuthorizationAddress => Assert.Single(Blocks(""));

    /// <summary>Claims of the contract and the column that says when they are known.</summary>
    public Dictionary<string, string> Known => Section("What you learn of a patron").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split(" | ")).ToDictionary(cells => cells[0].Trim('|', ' ', '`'), cells => cells[2]);

    public string Section(string heading) => Text.Split($"## {heading}\n")[1].Split("\n## ")[0];

    /// <summary>Sends the example whose body holds a word, with the words in capitals filled in.</summary>
    public async Task<TokenAnswer> SendAsync(string holding, params (string Word, string Value)[] fillIn)
    {
        var example = Assert.Single(Blocks("http"), block => block.Contains(holding, StringComparison.Ordinal));
        Assert.All(fillIn, f => Assert.Contains(f.Word, example, StringComparison.Ordinal));
        var filled = fillIn.Aggregate(example, (text, f) => text.Replace(f.Word, f.Value, StringComparison.Ordinal));
        var (head, body) = (filled.Split("\n\n")[0].Split('\n'), filled.Split("\n\n")[1].Replace("\n", "", StringComparison.Ordinal));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{Header(head, "Host")}{head[0].Split(' ')[1]}")
        {
            Content = new StringContent(body, Encoding.UTF8, Header(head, "Content-Type")!),
        };
        if (Header(head, "Authorization") is { } proof)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(Plain().Match(proof).Groups[1].Value)));
        using var response = await http.SendAsync(request);
        return new TokenAnswer((int)response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()), response.Headers);
    }

    public static string Parameter(string address, string name) => QueryHelpers.ParseQuery(new Uri(address).Query)[name].ToString();

    private List<string> Blocks(string language) => [.. Block().Matches(Text).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value)];

    private static string? Header(string[] head, string name) =>
        head.FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.Ordinal))?[(name.Length + 2)..];

    [GeneratedRegex(@"^```(\w*)\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^Basic BASE64\((.*)\)$")]
    private static partial Regex Plain();
}
