using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Regions.Yaml;

namespace DigitalAccess.Web.Regions.Entries;

internal sealed class RelyingPartyReader(RegionSecrets secrets, Faults faults)
{
    private static readonly string[] Algorithms = ["ES256", "RS256"];

    public RelyingPartyEntry Read(Placed<string> clientId, MapReader reader)
    {
        var party = new RelyingParty
        {
            ClientId = clientId.Value,
            VendorId = default,
            Name = reader.Text("name", Checks.Filled),
            RedirectUris = reader.Texts("redirectUris", AddressChecks.RedirectUri),
            PostLogoutRedirectUris = reader.Texts("postLogoutRedirectUris", AddressChecks.RedirectUri),
            AlsoVisits = reader.Texts("alsoVisits", AddressChecks.Origin),
            Sector = reader.Text("sector", Checks.ClientId),
        };
        if (reader.Has("releases"))
            party.Releases = new ReleasesReader(faults).Read(reader.Items("releases"));
        if (reader.OptionalText("idTokenAlgorithm", a => Algorithms.Contains(a) ? null : $"must be ES256 or RS256, not '{a}'") is { } algorithm)
            party.IdTokenAlgorithm = algorithm;

        ReadAuthentication(party, reader);
        ReadWays(party, reader);
        if (party.RedirectUris.Count == 0 && party.Grants.Contains(GrantType.AuthorizationCode))
            faults.Add(clientId.At, $"relying party '{clientId.Value}' needs at least one address in 'redirectUris'");
        var vendor = reader.Reference("vendor");
        reader.Finish();
        return new RelyingPartyEntry(clientId.At, party, vendor);
    }

    /// <summary>How the client proves itself: in exactly one way.</summary>
    private void ReadAuthentication(RelyingParty party, MapReader reader)
    {
        party.Jwks = reader.OptionalText("jwks", ClientKeys.Check);
        party.JwksUri = reader.OptionalText("jwksUri", AddressChecks.RedirectUri);
        var isPublic = reader.OptionalFlag("public") == true;
        if (reader.PlacedText("secret", Checks.SecretName) is { } name && secrets.Find(name, ClientSecrets.Shortest, faults) is { } secret)
            party.SecretHash = ClientSecrets.Hash(secret);
        if (new[] { reader.Has("secret"), reader.Has("jwks"), reader.Has("jwksUri"), isPublic }.Count(given => given) != 1)
            faults.Add(reader.At, "a relying party has either 'secret', the name of its client secret, or 'jwks' or 'jwksUri', its public keys, or 'public: true' for an app that can keep none of them");
    }

    /// <summary>What the client may ask for, and how it is answered and told.</summary>
    private void ReadWays(RelyingParty party, MapReader reader)
    {
        if (reader.Has("grants"))
            party.Grants = [.. reader.PlacedTexts("grants").Select(g => Named<GrantType>(g, "no grant")).OfType<GrantType>()];
        if (reader.Has("responseModes"))
            party.ResponseModes = reader.Texts("responseModes", m => m is "query" or "form_post" ? null : $"must be query or form_post, not '{m}'");
        party.Scopes = reader.Texts("scopes", Checks.Scope);
        party.Guards = reader.Texts("guards", Checks.Scope);
        party.AsksConsent = reader.OptionalFlag("asksConsent") ?? false;
        party.PushedRequestsOnly = reader.OptionalFlag("pushedRequestsOnly") ?? false;
        party.BackChannelLogoutUri = reader.OptionalText("backChannelLogoutUri", AddressChecks.RedirectUri);
        party.FrontChannelLogoutUri = reader.OptionalText("frontChannelLogoutUri", AddressChecks.RedirectUri);
        if (reader.OptionalMap("lifetimes", "lifetimes") is { } lifetimes)
        {
            party.Lifetimes = new TokenLifetimes
            {
                AccessToken = lifetimes.OptionalInt("accessTokenMinutes", 1, 60) ?? party.Lifetimes.AccessToken,
                IdentityToken = lifetimes.OptionalInt("identityTokenMinutes", 1, 60) ?? party.Lifetimes.IdentityToken,
                RefreshToken = lifetimes.OptionalInt("refreshTokenDays", 1, 365) ?? party.Lifetimes.RefreshToken,
                OfflineAccess = lifetimes.OptionalInt("offlineAccessDays", 1, 730) ?? party.Lifetimes.OfflineAccess,
            };
            lifetimes.Finish();
        }

        if (party.Grants.Count == 0)
            faults.Add(reader.At, "'grants' is empty; leave it out for a client that signs patrons in, or write clientCredentials for one that speaks for itself");
        if (party.IsPublic && party.Grants.Contains(GrantType.ClientCredentials))
            faults.Add(reader.At, "a public client cannot prove itself, so it cannot have the grant clientCredentials");
        if (party.Scopes.Count > 0 && !party.Grants.Contains(GrantType.ClientCredentials))
            faults.Add(reader.At, "'scopes' are for clients with the grant clientCredentials; what a patron's vendor learns stands in 'releases'");
    }

    private T? Named<T>(Placed<string> name, string what) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (InFile(value) == name.Value)
                return value;
        faults.Add(name.At, $"'{name.Value}' is {what}; choose from {string.Join(", ", Enum.GetValues<T>().Select(InFile))}");
        return null;
    }

    private static string InFile<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
