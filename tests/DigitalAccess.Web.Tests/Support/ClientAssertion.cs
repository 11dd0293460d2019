using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>A client's signed word about itself (RFC 7523), made by hand so that each part of it can be wrong.</summary>
internal sealed class ClientAssertion(string clientId, string audience, DateTimeOffset now)
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public JsonObject Header { get; } = new() { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = "first" };

    public JsonObject Claims { get; } = new()
    {
        ["iss"] = clientId,
        ["sub"] = clientId,
        ["aud"] = audience,
        ["jti"] = Guid.NewGuid().ToString("N"),
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(1).ToUnixTimeSeconds(),
    };

    public string SignedBy(RSA key) => With(bytes => key.SignData(bytes, HashAlgorithmName.SHA256, (string?)Header["alg"] == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1));

    public string SignedBy(ECDsa key) => With(bytes => key.SignData(bytes, HashAlgorithmName.SHA256));

    public string With(Func<byte[], byte[]> sign)
    {
        var text = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header.ToJsonString())) + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Claims.ToJsonString()));
        return text + "." + Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)));
    }

    public static JsonObject PublicJwk(RSA key, string kid)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new JsonObject { ["kty"] = "RSA", ["kid"] = kid, ["use"] = "sig", ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
    }

    public static JsonObject PublicJwk(ECDsa key, string kid)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject { ["kty"] = "EC", ["kid"] = kid, ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
    }

    public static string Jwks(params JsonObject[] keys) => JsonSerializer.Serialize(new JsonObject { ["keys"] = new JsonArray([.. keys.Select(k => k.DeepClone())]) });
}
