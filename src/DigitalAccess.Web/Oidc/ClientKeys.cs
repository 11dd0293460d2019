using Microsoft.IdentityModel.Tokens;

namespace DigitalAccess.Web.Oidc;

/// <summary>The public keys by which a client signs its assertions, as a JSON Web Key Set (RFC 7517, section 5).</summary>
internal static class ClientKeys
{
    private const int LongestText = 32 * 1024;
    private const int SmallestRsa = 2048;

    /// <summary>What clients may sign with: no <c>none</c>, and nothing made of a shared secret.</summary>
    public static readonly string[] Algorithms =
    [
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
    ];

    /// <returns>What is wrong with the text and what to write instead, or null.</returns>
    public static string? Check(string json)
    {
        if (json.Length > LongestText)
            return $"is longer than {LongestText / 1024} KB; write the signing keys alone";
        try
        {
            return Check(Parse(json));
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return "is no JSON Web Key Set; write {\"keys\": [...]} as RFC 7517 has it";
        }
    }

    public static string? Check(JsonWebKeySet set)
    {
        if (set.Keys.Count == 0)
            return "holds no key; write at least one";
        return set.Keys.Select(Check).FirstOrDefault(fault => fault is not null)
            ?? (set.Keys.Select(k => k.KeyId).Distinct(StringComparer.Ordinal).Count() < set.Keys.Count
                ? "holds two keys without 'kid' or with the same; give each its own"
                : null);
    }

    /// <summary>Whether a key is of a kind and a use that a client could sign its assertions by.</summary>
    public static bool IsForSigning(JsonWebKey key) =>
        key.Use is null or JsonWebKeyUseNames.Sig && (key.Alg is null || Algorithms.Contains(key.Alg))
        && (key.Kty == JsonWebAlgorithmsKeyTypes.RSA || key is { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256 or JsonWebKeyECTypes.P384 or JsonWebKeyECTypes.P521 });

    public static JsonWebKeySet Parse(string json) => JsonWebKeySet.Create(json);

    /// <summary>One text for one set of keys, whatever the order and the spelling.</summary>
    public static string Fingerprint(JsonWebKeySet? set) =>
        set is null ? "" : string.Join(' ', set.Keys.Select(k => $"{k.KeyId}:{Base64UrlEncoder.Encode(k.ComputeJwkThumbprint())}").Order(StringComparer.Ordinal));

    private static string? Check(JsonWebKey key) => key switch
    {
        { HasPrivateKey: true } or { K: not null } => "holds a private or shared key; replace it at the vendor now, and write public keys only",
        { Use: not (null or JsonWebKeyUseNames.Sig) } => $"holds a key for '{key.Use}'; write signing keys only",
        { Alg: not null } when !Algorithms.Contains(key.Alg) => $"holds a key for the algorithm '{key.Alg}'; choose from {string.Join(", ", Algorithms)}",
        { Kty: JsonWebAlgorithmsKeyTypes.RSA, N: not null, E: not null } =>
            key.KeySize >= SmallestRsa ? null : $"holds an RSA key of {key.KeySize} bits; write one of at least {SmallestRsa}",
        { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256 or JsonWebKeyECTypes.P384 or JsonWebKeyECTypes.P521, X: not null, Y: not null } => null,
        _ => "holds a key that is neither RSA nor on the curves P-256, P-384 and P-521",
    };
}
