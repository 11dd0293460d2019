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
        if (party.RedirectUris.Count == 0)
            faults.Add(clientId.At, $"relying party '{clientId.Value}' needs at least one address in 'redirectUris'");
        if (reader.Has("releases"))
            party.Releases = [.. reader.PlacedTexts("releases").Select(Released).OfType<ReleasedAttribute>()];
        if (reader.OptionalText("idTokenAlgorithm", a => Algorithms.Contains(a) ? null : $"must be ES256 or RS256, not '{a}'") is { } algorithm)
            party.IdTokenAlgorithm = algorithm;

        party.Jwks = reader.OptionalText("jwks", ClientKeys.Check);
        var vendor = reader.Reference("vendor");
        var secret = reader.PlacedText("secret", Checks.SecretName) is { } name ? secrets.Find(name, RelyingPartyRegistrar.ShortestSecret, faults) : null;
        if (reader.Has("secret") == reader.Has("jwks"))
            faults.Add(reader.At, "a relying party has either 'secret', the name of its client secret, or 'jwks', its public keys");
        reader.Finish();
        return new RelyingPartyEntry(clientId.At, party, vendor, secret);
    }

    private ReleasedAttribute? Released(Placed<string> name)
    {
        if (Enum.GetValues<ReleasedAttribute>().Cast<ReleasedAttribute?>().FirstOrDefault(a => InFile(a!.Value) == name.Value) is { } attribute)
            return attribute;
        faults.Add(name.At, $"'{name.Value}' is nothing a vendor can be told; choose from {string.Join(", ", Enum.GetValues<ReleasedAttribute>().Select(InFile))}");
        return null;
    }

    private static string InFile(ReleasedAttribute attribute) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(attribute.ToString());
}
