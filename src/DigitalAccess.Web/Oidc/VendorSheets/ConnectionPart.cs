using DigitalAccess.Web.Oidc.Clients;
using DigitalAccess.Web.Releases.VendorSheets;
using Microsoft.IdentityModel.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc.VendorSheets;

/// <summary>Where the provider is, and what the region wrote down about the client.</summary>
internal static class ConnectionPart
{
    public static IEnumerable<string> Lines(SheetFacts facts) =>
    [
        $"# {facts.Party.Name}: connecting by OpenID Connect", "",
        $"From {facts.Region}{(facts.Resource?.Vendor is { } vendor ? $" to {vendor.Name}" : "")}, made from your registration as it is now. Nothing here is secret. What is the",
        "same for every vendor is in [openid-connect.md](../openid-connect.md). Questions, and changes to anything on this sheet, go to whoever sent it to you.", "",
        .. NotConnected(facts),
        "## The provider", "",
        "Give your product the issuer and let it read the rest from the metadata: keys change by themselves, and addresses may.", "",
        .. Words.Table(["", "address"], Addresses(facts).Select(a => new[] { a.Name, Words.Code(a.Address.AbsoluteUri) })),
        "## Your client", "",
        .. Words.Table(["", "registered"], Registered(facts).Where(r => r.Value.Length > 0).Select(r => new[] { r.Name, r.Value })),
    ];

    private static string[] NotConnected(SheetFacts facts) => facts is { SignsPatronsIn: true, Resource: null }
        ? [$"**Not connected yet:** the region has tied no resource to this client, and every sign-in is answered with `{Errors.UnauthorizedClient}` until it has.", ""]
        : [];

    private static IEnumerable<(string Name, Uri Address)> Addresses(SheetFacts facts)
    {
        var provider = facts.Provider;
        yield return ("issuer, with the slash at its end", provider.Issuer);
        yield return ("metadata", provider.Metadata);
        yield return ("keys (JWKS)", provider.Keys);
        yield return ("token", provider.Token);
        yield return ("revocation", provider.Revocation);
        if (facts.Party.Guards.Count > 0)
            yield return ("introspection", provider.Introspection);
        if (!facts.SignsPatronsIn)
            yield break;
        yield return ("authorization", provider.Authorization);
        yield return ("pushed authorization requests", provider.Pushed);
        yield return ("userinfo", provider.UserInfo);
        yield return ("end session", provider.EndSession);
    }

    private static IEnumerable<(string Name, string Value)> Registered(SheetFacts facts)
    {
        var party = facts.Party;
        yield return ("client id", Words.Code(party.ClientId));
        yield return ("how you prove yourself", Proof(facts));
        yield return ("grants", Words.Codes(party.Grants.Select(EngineClient.NameOf)));
        yield return ("scopes to ask for", Words.Codes([.. RequestsPart.Scopes(facts), .. party.Scopes]));
        yield return ("your own scopes, as an API", Words.Codes(party.Guards));
        yield return ("access token", $"good for {Words.Time(facts.AccessToken)}{(facts.SignsPatronsIn ? ", at most as long as the patron stays entitled; for our userinfo only" : "")}");
        if (!facts.SignsPatronsIn)
            yield break;
        yield return ("redirect addresses", $"{Words.Codes(party.RedirectUris)}, compared character by character");
        yield return ("addresses after sign-out", party.PostLogoutRedirectUris.Count == 0 ? "none" : Words.Codes(party.PostLogoutRedirectUris));
        yield return ("response modes", Words.Codes(party.ResponseModes));
        yield return ("PKCE", $"{Words.Codes(facts.Provider.ChallengeMethods)}, {(facts.NeedsPkce ? "required" : "optional")}");
        yield return ("pushed requests", $"{(party.PushedRequestsOnly ? "required" : "optional")}; a `request_uri` is good for {Words.Time(facts.Provider.PushedLifetime)}");
        yield return ("authorization code", $"good once, for {Words.Time(facts.Provider.CodeLifetime)}");
        yield return ("identity token", $"signed by {Words.Code(party.IdTokenAlgorithm)}, good for {Words.Time(facts.IdentityToken)}");
        yield return ("refresh token", facts.Renews ? Renewal(party) : "none");
        yield return ("subject", $"pairwise, for the sector {Words.Code(party.Sector)}: one patron has one `sub` there, and another one anywhere else");
        yield return ("consent", party.AsksConsent ? "the patron is asked first" : "the patron is not asked, unless you send `prompt=consent`");
        if (facts.Resource is { } resource)
            yield return ("where a click in our portal leads", $"{Words.Code(resource.LaunchUrl)}, with `iss` and `login_hint` added: start a sign-in there (OpenID Connect Core 1.0, section 4)");
    }

    private static string Renewal(RelyingParty party) =>
        $"a new one at every use, the old one is then worth nothing; ends when it lies unused for {Words.Time(TimeSpan.FromDays(party.Lifetimes.RefreshToken))}, "
        + $"and {Words.Time(TimeSpan.FromDays(party.Lifetimes.OfflineAccess))} after the sign-in at the latest; none for a patron at a shared computer";

    private static string Proof(SheetFacts facts)
    {
        var party = facts.Party;
        if (party.IsPublic)
            return "not at all: a public client, tied to its code by PKCE";
        if (!facts.HasKeys)
            return $"a secret ({Words.Codes(facts.Provider.SecretMethods)}), which the region hands over by a safe channel of its own";
        var keys = party.JwksUri is { } address
            ? $"the keys that you publish at {Words.Code(address)}; publish a new key before you sign by it"
            : $"one of your keys {Words.Codes(ClientKeys.Parse(party.Jwks!).Keys.Select(KeyName))}; tell the region before you change them";
        return $"{Words.Code(ClientAuthenticationMethods.PrivateKeyJwt)}, signed by {keys}. `aud` is the issuer and nothing else, `exp` at most "
            + $"{Words.Time(ClientAssertionClaims.LongestLife)} ahead, `jti` new each time; algorithms: {Words.Codes(ClientKeys.Algorithms)}";
    }

    private static string KeyName(JsonWebKey key) => key.KeyId ?? $"the {key.Kty} key without kid";
}
