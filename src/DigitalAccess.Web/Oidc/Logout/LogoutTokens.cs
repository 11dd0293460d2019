using System.Text.Json;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Logout;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DigitalAccess.Web.Oidc.Logout;

/// <summary>
/// Makes the token that tells a vendor of an ended sign-in (OpenID Connect Back-Channel Logout 1.0, section 2.4). It has no
/// nonce and a type of its own, so that nobody takes it for an identity token, and every attempt has a new one: the old one
/// has expired, and a vendor that has seen its jti must not take the second try for a replay.
/// </summary>
internal sealed class LogoutTokens(OidcKeys keys, IOptions<BrokerOptions> broker, TimeProvider clock)
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    /// <summary>A vendor looks at it at once, or asks for no more.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private static readonly JsonWebTokenHandler Writer = new() { SetDefaultTimesOnTokenCreation = false };
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement(new object());

    public string Make(LogoutNotice notice, RelyingParty party)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return Writer.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "logout+jwt",
            Issuer = broker.Value.Issuer,
            Audience = party.ClientId,
            IssuedAt = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object>
            {
                ["jti"] = Guid.NewGuid().ToString(),
                ["sub"] = notice.Subject,
                [NameTheSignIn.SessionId] = notice.Sid.ToString(),
                ["events"] = new Dictionary<string, object> { [Event] = Nothing },
            },
            SigningCredentials = keys.Signing(party.IdTokenAlgorithm),
        });
    }
}
