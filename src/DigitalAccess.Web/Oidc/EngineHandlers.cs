using DigitalAccess.Web.Data;
using DigitalAccess.Web.Oidc.Tickets;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// Identity tokens are signed by the algorithm that the client was registered with (OpenID Connect Core 1.0, section 2), what
/// only we read by the quicker one; both by the key whose time it is.
/// </summary>
internal sealed class SignWithTheClientsAlgorithm(RegionSnapshots region, OidcKeys keys) : IOpenIddictServerHandler<GenerateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<GenerateTokenContext>()
            .UseScopedHandler<SignWithTheClientsAlgorithm>()
            .SetOrder(OpenIddictServerHandlers.Protection.AttachSecurityCredentials.Descriptor.Order + 500)
            .Build();

    public async ValueTask HandleAsync(GenerateTokenContext context)
    {
        var algorithm = context is { TokenType: TokenTypeIdentifiers.IdentityToken, ClientId: { } client }
            ? (await region.GetAsync(context.CancellationToken)).Party(client)?.IdTokenAlgorithm ?? "RS256"
            : "ES256";
        context.SigningCredentials = keys.Signing(algorithm);
    }
}

/// <summary>An access token in an address ends up in logs and histories: only the header counts (RFC 9700, section 4.3.2).</summary>
internal sealed class RefuseTokensInQueries : IOpenIddictServerHandler<ExtractUserInfoRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ExtractUserInfoRequestContext>()
            .UseSingletonHandler<RefuseTokensInQueries>()
            .SetOrder(int.MaxValue - 100_000)
            .Build();

    public ValueTask HandleAsync(ExtractUserInfoRequestContext context)
    {
        if (context.Transaction.GetHttpRequest()?.Query.ContainsKey(Parameters.AccessToken) == true)
            context.Reject(Errors.InvalidToken, "Send the access token in the Authorization header.");
        return ValueTask.CompletedTask;
    }
}

/// <summary>
/// An identity token names the sign-in by <c>sid</c> (OpenID Connect Back-Channel Logout 1.0, section 2.1) instead of the
/// engine's own claims, which are nobody else's business.
/// </summary>
internal sealed class NameTheSignIn : IOpenIddictServerHandler<GenerateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<GenerateTokenContext>()
            .UseSingletonHandler<NameTheSignIn>()
            .SetOrder(OpenIddictServerHandlers.Protection.AttachTokenSubject.Descriptor.Order - 500)
            .Build();

    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        if (context.TokenType == TokenTypeIdentifiers.IdentityToken && context.Principal.GetAuthorizationId() is { } grant)
            context.Principal.SetClaim(SessionId, grant).RemoveClaims(Claims.Private.AuthorizationId);
        return ValueTask.CompletedTask;
    }

    public const string SessionId = "sid";
}

/// <summary>Userinfo repeats what the identity token released; the attribute contract was applied when the code was issued.</summary>
internal sealed class AnswerWithReleasedAttributes(JudgedGrant judged) : IOpenIddictServerHandler<HandleUserInfoRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleUserInfoRequestContext>()
            .UseScopedHandler<AnswerWithReleasedAttributes>()
            .SetOrder(OpenIddictServerHandlers.UserInfo.AttachClaims.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(HandleUserInfoRequestContext context)
    {
        if (judged.Verdict is { } stands)
            foreach (var (name, value) in ReleasedValues.Read(context.AccessTokenPrincipal, stands.Party.Releases))
                context.Claims[name] = value;
        return ValueTask.CompletedTask;
    }
}

/// <summary>
/// The engine shows every fault of an authorization request to the patron, who can do nothing about it. Where client and
/// redirect address are right, the client is told instead (RFC 6749, section 4.1.2.1).
/// </summary>
internal sealed class TellTheClientItsFault(IOpenIddictApplicationManager applications) : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyAuthorizationResponseContext>()
            .UseScopedHandler<TellTheClientItsFault>()
            .SetOrder(OpenIddictServerHandlers.Authentication.InferResponseMode.Descriptor.Order + 500)
            .Build();

    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (context.RedirectUri is not null || context.Error is null || context.Error is Errors.InvalidClient or Errors.UnauthorizedClient
            || context.Request is not { ClientId.Length: > 0, RedirectUri.Length: > 0 } request || SameRequest.IsTooLong(request))
            return;
        if (await applications.FindByClientIdAsync(request.ClientId, context.CancellationToken) is { } client
            && await applications.ValidateRedirectUriAsync(client, request.RedirectUri, context.CancellationToken))
            (context.RedirectUri, context.ResponseMode) = (request.RedirectUri, request.IsFormPostResponseMode() ? ResponseModes.FormPost : ResponseModes.Query);
    }
}
