using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DigitalAccess.Web.Oidc.Clients;
using DigitalAccess.Web.Releases.VendorSheets;
using Microsoft.AspNetCore.WebUtilities;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc.VendorSheets;

/// <summary>Requests as the client would send them, right but for what is random or secret.</summary>
internal static class RequestsPart
{
    /// <summary>RFC 7636, appendix B: an example that everybody may know.</summary>
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    /// <summary>What a sign-in asks for; a client that may renew says so.</summary>
    public static IEnumerable<string> Scopes(SheetFacts facts) => facts switch
    {
        { SignsPatronsIn: false } => [],
        { Renews: true } => [OpenIddict.Abstractions.OpenIddictConstants.Scopes.OpenId, OpenIddict.Abstractions.OpenIddictConstants.Scopes.OfflineAccess],
        _ => [OpenIddict.Abstractions.OpenIddictConstants.Scopes.OpenId],
    };

    public static IEnumerable<string> Lines(SheetFacts facts) =>
    [
        "## Examples of requests", "",
        "Words in capitals are yours to fill in. Line breaks in bodies are for reading; take them out.", "",
        .. facts.SignsPatronsIn ? SignIn(facts) : [],
        .. facts.Renews ? ["A renewal:", "", .. Post(facts, facts.Provider.Token, Renewal)] : Array.Empty<string>(),
        .. facts.SpeaksForItself ? ["A token of your own, for no patron:", "", .. Post(facts, facts.Provider.Token, OwnToken(facts.Party))] : Array.Empty<string>(),
    ];

    private static IEnumerable<string> SignIn(SheetFacts facts)
    {
        var request = Authorization(facts).ToList();
        var address = facts.Party.PushedRequestsOnly
            ? new Dictionary<string, string?> { [Parameters.ClientId] = facts.Party.ClientId, [Parameters.RequestUri] = "REQUEST-URI" }
            : new Dictionary<string, string?>(request);
        return
        [
            .. facts.Party.PushedRequestsOnly
                ? ["The request goes to the provider first, which answers with a `request_uri`:", "", .. Post(facts, facts.Provider.Pushed, request.Where(p => p.Key != Parameters.ClientId))]
                : Array.Empty<string>(),
            "Where the browser goes:", "",
            .. Words.Block("", QueryHelpers.AddQueryString(facts.Provider.Authorization.AbsoluteUri, address)),
            $"The code challenge is that of the verifier below and of no other use: make your own for every sign-in. The answer carries `code`, `state` and `iss`{ByForm(facts)}.", "",
            "What your server sends for the code:", "",
            .. Post(facts, facts.Provider.Token, Redemption(facts.Party)),
        ];
    }

    private static string ByForm(SheetFacts facts) => Asks(facts) ? ", posted to your redirect address as a form" : "";

    /// <summary>Whether the request has to name its response mode: without a word the answer comes in the query.</summary>
    private static bool Asks(SheetFacts facts) => facts.Party.ResponseModes.Count > 0 && !facts.Party.ResponseModes.Contains(ResponseModes.Query);

    private static IEnumerable<KeyValuePair<string, string?>> Authorization(SheetFacts facts)
    {
        yield return new(Parameters.ClientId, facts.Party.ClientId);
        yield return new(Parameters.ResponseType, ResponseTypes.Code);
        yield return new(Parameters.Scope, string.Join(' ', Scopes(facts)));
        yield return new(Parameters.RedirectUri, facts.Party.RedirectUris[0]);
        if (Asks(facts))
            yield return new(Parameters.ResponseMode, facts.Party.ResponseModes[0]);
        yield return new(Parameters.State, "YOUR-STATE");
        yield return new(Parameters.Nonce, SheetExample.Nonce);
        yield return new(Parameters.CodeChallenge, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))));
        yield return new(Parameters.CodeChallengeMethod, CodeChallengeMethods.Sha256);
    }

    private static IEnumerable<KeyValuePair<string, string?>> Redemption(RelyingParty party) =>
    [
        new(Parameters.GrantType, GrantTypes.AuthorizationCode), new(Parameters.Code, "CODE"), new(Parameters.RedirectUri, party.RedirectUris[0]), new(Parameters.CodeVerifier, Verifier),
    ];

    private static IEnumerable<KeyValuePair<string, string?>> Renewal => [new(Parameters.GrantType, GrantTypes.RefreshToken), new(Parameters.RefreshToken, "REFRESH-TOKEN")];

    private static IEnumerable<KeyValuePair<string, string?>> OwnToken(RelyingParty party) =>
        [new(Parameters.GrantType, EngineClient.NameOf(GrantType.ClientCredentials)), new(Parameters.Scope, string.Join(' ', party.Scopes))];

    private static IEnumerable<string> Post(SheetFacts facts, Uri to, IEnumerable<KeyValuePair<string, string?>> parameters)
    {
        var body = parameters.Concat(Proof(facts)).Where(p => p.Value is { Length: > 0 }).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}");
        string[] secret = !facts.Party.IsPublic && !facts.HasKeys ? [$"Authorization: Basic BASE64({facts.Party.ClientId}:YOUR-SECRET)"] : [];
        return Words.Block("http", string.Join('\n',
            [$"POST {to.AbsolutePath} HTTP/1.1", $"Host: {to.Authority}", .. secret, "Content-Type: application/x-www-form-urlencoded", "", string.Join("\n&", body)]));
    }

    private static IEnumerable<KeyValuePair<string, string?>> Proof(SheetFacts facts) => facts switch
    {
        { Party.IsPublic: true } => [new(Parameters.ClientId, facts.Party.ClientId)],
        { HasKeys: true } => [new(Parameters.ClientAssertionType, ClientAssertionTypes.JwtBearer), new(Parameters.ClientAssertion, "YOUR-SIGNED-ASSERTION")],
        _ => [],
    };
}
