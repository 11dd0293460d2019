using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>
/// What a relying party does when it is told that a sign-in has ended (OpenID Connect Back-Channel Logout 1.0, sections 2.5 to
/// 2.8): checks the logout token with Microsoft's own code, ends its session, and answers 200, or 400 with what is wrong.
/// </summary>
internal sealed class BackChannelLogout(IOptionsMonitor<OpenIdConnectOptions> options, VendorSessions sessions)
{
    public const string Path = "/backchannel-logout";
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    private readonly ConcurrentDictionary<string, bool> _seen = new();

    public async Task<IResult> HandleAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var token = http.Request.HasFormContentType ? (string?)(await http.Request.ReadFormAsync(http.RequestAborted))["logout_token"] : null;
        if (token is null or "")
            return Refuse("there is no logout_token");
        var oidc = options.Get(OpenIdConnectDefaults.AuthenticationScheme);
        var provider = await oidc.ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);
        var checkedToken = await CheckAsync(token, oidc, provider);
        if (checkedToken.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The provider may have changed its keys since we fetched them.
            oidc.ConfigurationManager.RequestRefresh();
            checkedToken = await CheckAsync(token, oidc, await oidc.ConfigurationManager.GetConfigurationAsync(http.RequestAborted));
        }

        if (!checkedToken.IsValid)
            return Refuse(checkedToken.Exception.GetType().Name);
        var said = (JsonWebToken)checkedToken.SecurityToken;
        if (Fault(said) is { } fault)
            return Refuse(fault);
        sessions.End(said.TryGetPayloadValue("sid", out string sid) ? sid : null, said.Subject);
        return Results.Ok();
    }

    private static Task<TokenValidationResult> CheckAsync(string token, OpenIdConnectOptions oidc, OpenIdConnectConfiguration provider) =>
        new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidTypes = ["logout+jwt"],
            ValidIssuer = provider.Issuer,
            ValidAudience = oidc.ClientId,
            IssuerSigningKeys = provider.SigningKeys,
            ValidAlgorithms = ["ES256", "RS256"],
            RequireExpirationTime = true,
            RequireSignedTokens = true,
        });

    private string? Fault(JsonWebToken token)
    {
        if (!token.TryGetPayloadValue("events", out JsonElement events) || events.ValueKind != JsonValueKind.Object
            || !events.TryGetProperty(Event, out var value) || value.ValueKind != JsonValueKind.Object)
            return "it holds no logout event";
        if (token.TryGetPayloadValue("nonce", out object _))
            return "it holds a nonce";
        if (!token.TryGetPayloadValue("sid", out string _) && token.Subject is null or "")
            return "it names neither sign-in nor patron";
        if (token.IssuedAt == default || token.Id is null or "")
            return "it has no iat or no jti";
        return _seen.TryAdd(token.Id, true) ? null : "it was here before";
    }

    private static IResult Refuse(string why) => Results.Json(new { error = "invalid_request", error_description = why }, statusCode: StatusCodes.Status400BadRequest);
}
