using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace DigitalAccess.Web.Oidc;

/// <summary>What a client's own server said of its keys, made fit for us.</summary>
internal static class FetchedKeys
{
    public const int LongestBody = 64 * 1024;

    private static readonly TimeSpan Usually = TimeSpan.FromHours(1);
    private static readonly TimeSpan AtLeast = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AtMost = TimeSpan.FromHours(24);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>How long the keys may be used unasked: as long as the client's server says, within bounds (RFC 9111, section 4.2.1).</summary>
    public static TimeSpan FreshFor(CacheControlHeaderValue? said)
    {
        var wanted = said switch
        {
            null => Usually,
            { NoStore: true } or { NoCache: true } => AtLeast,
            _ => said.MaxAge ?? Usually,
        };
        return wanted < AtLeast ? AtLeast : wanted > AtMost ? AtMost : wanted;
    }

    /// <summary>
    /// Such a set serves others beside us: keys for encryption and of algorithms that we do not know are passed over. What is
    /// left is held to the same rules as keys that the region wrote down.
    /// </summary>
    /// <returns>The signing keys; or none, and what is wrong as the end of a sentence.</returns>
    public static (JsonWebKeySet? Keys, string? Fault) Read(byte[] body)
    {
        try
        {
            var said = ClientKeys.Parse(Utf8.GetString(body));
            if (said.Keys.Any(key => key.HasPrivateKey || key.K is not null))
                return (null, "the set holds a private or shared key, which everybody can read there; replace that key");
            var keys = new JsonWebKeySet();
            foreach (var key in said.Keys.Where(ClientKeys.IsForSigning))
            {
                // A certificate beside the key could hold another one.
                key.X5c.Clear();
                keys.Keys.Add(key);
            }

            return ClientKeys.Check(keys) is { } fault ? (null, $"the set {fault}") : (keys, null);
        }
        catch (Exception e) when (e is ArgumentException or JsonException or FormatException)
        {
            return (null, "the answer is no JSON Web Key Set");
        }
    }
}
