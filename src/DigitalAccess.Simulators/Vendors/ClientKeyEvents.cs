using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>Lets Microsoft's handler prove itself by a key (private_key_jwt, RFC 7523), which it leaves to its events.</summary>
internal static class ClientKeyEvents
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public static void ProveBy(this OpenIdConnectOptions oidc, SigningCredentials key)
    {
        oidc.Events.OnPushAuthorization = context =>
        {
            Sign(context.ProtocolMessage, oidc, key);
            context.HandleClientAuthentication();
            return Task.CompletedTask;
        };
        oidc.Events.OnAuthorizationCodeReceived = context =>
        {
            Sign(context.TokenEndpointRequest!, oidc, key);
            return Task.CompletedTask;
        };
    }

    private static void Sign(OpenIdConnectMessage message, OpenIdConnectOptions oidc, SigningCredentials key)
    {
        message.ClientAssertionType = AssertionType;
        message.ClientAssertion = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = oidc.ClientId,
            Audience = oidc.Authority,
            Claims = new Dictionary<string, object> { ["sub"] = oidc.ClientId!, ["jti"] = Guid.NewGuid().ToString("N") },
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1),
            SigningCredentials = key,
        });
    }
}
