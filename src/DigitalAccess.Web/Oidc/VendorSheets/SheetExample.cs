using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalAccess.Web.Oidc.Requests;
using DigitalAccess.Web.Releases;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc.VendorSheets;

/// <summary>The sign-in of a patron who does not exist, decided by the rules that decide every other.</summary>
internal static class SheetExample
{
    public const string Nonce = "YOUR-NONCE";

    private const string Sid = "5a5f5a2e-3f0d-4c43-9d2a-0b8d3f6f7c11";
    private static readonly DateTimeOffset SignedIn = new(2026, 9, 1, 8, 15, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the contract tells of the example patron.</summary>
    public static Release Release(SheetFacts facts) => ReleaseRules.Decide(facts.Party.Releases, facts.Patron);

    /// <summary>What it tells once the session, and with it what the library system said, is over.</summary>
    public static Release ReleaseLater(SheetFacts facts) => ReleaseRules.Decide(facts.Party.Releases, facts.Patron with { Residence = null, Age = null });

    public static string IdentityToken(SheetFacts facts)
    {
        var issuedAt = SignedIn.AddSeconds(4).ToUnixTimeSeconds();
        return Text(WithReleases(facts, new JsonObject
        {
            [Claims.Issuer] = facts.Provider.Issuer.AbsoluteUri,
            [Claims.Audience] = facts.Party.ClientId,
            [Claims.AuthorizedParty] = facts.Party.ClientId,
            [Claims.Subject] = Subject(facts.Party),
            [Claims.AuthenticationTime] = SignedIn.ToUnixTimeSeconds(),
            [Claims.AuthenticationContextReference] = AuthenticationLevel.CardAndPin.Acr,
            [Claims.AuthenticationMethodReference] = List(AuthenticationLevel.CardAndPin.Amr),
            [NameTheSignIn.SessionId] = Sid,
            [Claims.Nonce] = Nonce,
            [Claims.AccessTokenHash] = Base64Url.EncodeToString(SHA256.HashData("example access token"u8).AsSpan(0, 16)),
            [Claims.IssuedAt] = issuedAt,
            [Claims.ExpiresAt] = issuedAt + (long)facts.IdentityToken.TotalSeconds,
        }));
    }

    public static string UserInfo(SheetFacts facts) => Text(WithReleases(facts, new JsonObject
    {
        [Claims.Issuer] = facts.Provider.Issuer.AbsoluteUri,
        [Claims.Audience] = facts.Party.ClientId,
        [Claims.Subject] = Subject(facts.Party),
    }));

    /// <summary>A claim's value as a token has it.</summary>
    public static string Text(ReleasedClaim claim) => Value(claim).ToJsonString(new JsonSerializerOptions(Readable) { WriteIndented = false });

    /// <summary>Of the shape that <see cref="PatronClaims.SubjectAsync"/> gives, and nobody's: no key is in it.</summary>
    private static string Subject(RelyingParty party) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"example patron at {party.Sector}")));

    private static JsonObject WithReleases(SheetFacts facts, JsonObject said)
    {
        foreach (var claim in Release(facts).Claims)
            said[claim.Name] = Value(claim);
        return said;
    }

    private static JsonNode Value(ReleasedClaim claim) => claim.IsList ? List(claim.Values) : JsonValue.Create(claim.Values[0]);

    private static JsonArray List(IEnumerable<string> values) => [.. values.Select(v => (JsonNode?)JsonValue.Create(v))];

    private static string Text(JsonObject said) => said.ToJsonString(Readable);
}
