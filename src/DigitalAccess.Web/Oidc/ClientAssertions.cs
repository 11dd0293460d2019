using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc;

/// <summary>A client assertion that has been used; kept until it has expired, so that it opens nothing twice.</summary>
internal sealed class UsedClientAssertion
{
    public required string ClientId { get; init; }

    /// <summary>SHA-256 of the assertion's <c>jti</c>, which may be of any length.</summary>
    public required byte[] JtiHash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>
/// The engine has checked the signature of a client assertion against the client's keys. Here its words are weighed, and it
/// is used up: an assertion that was overheard authenticates nobody (RFC 7523, section 3; OpenID Connect Core 1.0, section 9).
/// </summary>
internal sealed class JudgeClientAssertions(DigitalAccessDb db, TimeProvider clock) : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public static readonly TimeSpan DifferingClocks = TimeSpan.FromMinutes(2);

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .AddFilter<OpenIddictServerHandlerFilters.RequireClientAssertionPrincipal>()
            .UseScopedHandler<JudgeClientAssertions>()
            .SetOrder(OpenIddictServerHandlers.ValidateClientAssertion.Descriptor.Order + 500)
            .Build();

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        var claims = new ClientAssertionClaims(new JsonWebToken(context.ClientAssertion!), context.Request?.ClientId);
        if (claims.Fault(context.Options.Issuer!.AbsoluteUri, clock.GetUtcNow(), DifferingClocks) is { } fault)
        {
            context.Reject(Errors.InvalidClient, fault);
            return;
        }

        var used = await db.Database.ExecuteSqlAsync(
            $"""
            insert into used_client_assertion (client_id, jti_hash, expires_at) values ({claims.Subject}, {claims.JtiHash}, {claims.Expires + DifferingClocks})
            on conflict do nothing
            """, context.CancellationToken);
        if (used == 0)
            context.Reject(Errors.InvalidClient, "The client assertion was used before; make a new one for every request.");
    }
}

/// <summary>What a client assertion must say, one rule after the other.</summary>
internal sealed record ClientAssertionClaims(JsonWebToken Token, string? ClientId)
{
    /// <summary>Assertions are made for one request. What lives longer would have to be remembered as long.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);

    public string Subject => Token.Subject;

    public DateTimeOffset Expires => Token.ValidTo;

    public byte[] JtiHash => SHA256.HashData(Encoding.UTF8.GetBytes(Token.Id));

    /// <returns>What is wrong and what to do instead, for the client's engineer; null when all is right.</returns>
    public string? Fault(string issuer, DateTimeOffset now, TimeSpan differingClocks)
    {
        // RFC 7523, section 3, items 1 and 2.B; a client_id beside the assertion must be the same (RFC 7521, section 4.2).
        if (Subject is not { Length: > 0 } || Token.Issuer != Subject || (ClientId is not null && ClientId != Subject))
            return "The client assertion's 'iss' and 'sub' must both be the client_id.";

        // RFC 10070: the issuer and nothing else, so that no other server can have an assertion made that opens this one.
        if (Token.Audiences.ToList() is not [var audience] || audience != issuer)
            return $"The client assertion's 'aud' must be the issuer, {issuer}, and nothing else.";
        if (!Token.TryGetPayloadValue(Claims.ExpiresAt, out long _) || Expires <= now - differingClocks)
            return "The client assertion has expired, or has no 'exp'.";
        if (Expires - now > LongestLife)
            return $"The client assertion lives too long; 'exp' may be {LongestLife.TotalMinutes:0} minutes ahead at most.";
        if (Token.ValidFrom > now + differingClocks)
            return "The client assertion is not valid yet; look at 'nbf' and at the clock.";
        return Token.Id is { Length: > 0 } ? null : "The client assertion needs a 'jti'.";
    }
}

/// <summary>
/// RFC 10070 wants assertions of the type <c>client-authentication+jwt</c>, but lets the generic and the missing type pass,
/// which is what most clients still send; the engine alone would refuse them. A token of any other kind stays refused, so
/// that none can be passed off as an assertion (RFC 8725, section 3.11).
/// </summary>
internal sealed class AcceptUntypedAssertions : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseSingletonHandler<AcceptUntypedAssertions>()
            .SetOrder(OpenIddictServerHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.ValidTokenTypes.SetEquals([TokenTypeIdentifiers.Private.ClientAssertion]))
        {
            context.TokenValidationParameters.TypeValidator = TypeOf;
            context.TokenValidationParameters.ValidAlgorithms = ClientKeys.Algorithms;

            // The engine would answer invalid_grant, which sends the client's engineer looking at the wrong thing.
            context.DisableAudienceValidation = true;
        }

        return ValueTask.CompletedTask;
    }

    private static string TypeOf(string? type, SecurityToken token, TokenValidationParameters parameters) =>
        type is null or "" || Known.Contains(type)
            ? JsonWebTokenTypes.ClientAuthentication
            : throw new SecurityTokenInvalidTypeException($"'{type}' is not the type of a client assertion.") { InvalidType = type };

    private static readonly HashSet<string> Known = new(
        [JsonWebTokenTypes.GenericJsonWebToken, JsonWebTokenTypes.ClientAuthentication, "application/" + JsonWebTokenTypes.ClientAuthentication], StringComparer.OrdinalIgnoreCase);
}

/// <summary>Says with which algorithms clients may sign (OpenID Connect Discovery 1.0, section 3).</summary>
internal sealed class AnnounceAssertionAlgorithms : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<AnnounceAssertionAlgorithms>()
            .SetOrder(OpenIddictServerHandlers.Discovery.AttachSigningAlgorithms.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        context.Metadata["token_endpoint_auth_signing_alg_values_supported"] = ClientKeys.Algorithms.ToImmutableArray<string?>();
        return ValueTask.CompletedTask;
    }
}
