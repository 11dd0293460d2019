using System.Text.Json;
using OpenIddict.Abstractions;

namespace DigitalAccess.Web.Oidc.Requests;

/// <summary>
/// The <c>claims</c> parameter (OpenID Connect Core 1.0, section 5.5). What a vendor learns is in its contract, so most of it
/// only has to be readable; who the patron must be and how they must have signed in binds us.
/// </summary>
internal sealed record ClaimsParameter(IReadOnlyList<AskedClaim> Asked)
{
    public static ClaimsParameter Empty { get; } = new([]);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <returns>Null when it is not what section 5.5 describes.</returns>
    public static ClaimsParameter? Of(OpenIddictRequest request) => Read((string?)request.GetParameter(OpenIddictConstants.Parameters.Claims));

    private static ClaimsParameter? Read(string? json)
    {
        if (json is null)
            return Empty;
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return new ClaimsParameter([.. Member(document.RootElement, "id_token"), .. Member(document.RootElement, "userinfo")]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A vendor that names a subject wants that patron and nobody else (sections 3.1.2.2 and 5.5.1).</summary>
    public bool AllowsSubject(string subject) => Asked.Where(c => c is { Name: "sub", Values: not null }).All(c => c.Values!.Contains(subject));

    /// <summary>Only an essential level is a demand; a voluntary one is a wish (section 5.5.1.1).</summary>
    public bool AllowsLevel(string acr) => Asked.Where(c => c is { Name: "acr", Essential: true, Values: not null }).All(c => c.Values!.Contains(acr));

    public bool NamesSubject => Asked.Any(c => c is { Name: "sub", Values: not null });

    private static IEnumerable<AskedClaim> Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? [.. member.EnumerateObject().Select(AskedClaim.Of)] : [];
}

/// <summary>One claim that was asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Essential">Whether the client says it cannot do without.</param>
/// <param name="Values">The values that would do; null when any does.</param>
internal sealed record AskedClaim(string Name, bool Essential, IReadOnlyList<string>? Values)
{
    /// <exception cref="InvalidOperationException">It is neither null nor an object with members of the right kinds.</exception>
    public static AskedClaim Of(JsonProperty claim)
    {
        if (claim.Value.ValueKind == JsonValueKind.Null)
            return new AskedClaim(claim.Name, Essential: false, Values: null);
        var essential = claim.Value.TryGetProperty("essential", out var flag) && flag.GetBoolean();
        return new AskedClaim(claim.Name, essential, ValuesOf(claim.Value));
    }

    private static string[]? ValuesOf(JsonElement request)
    {
        if (request.TryGetProperty("values", out var several))
            return [.. several.EnumerateArray().Select(Text)];
        return request.TryGetProperty("value", out var one) ? [Text(one)] : null;
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
