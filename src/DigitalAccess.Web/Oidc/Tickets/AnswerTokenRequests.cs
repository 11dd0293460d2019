using System.Globalization;
using System.Security.Claims;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Oidc.Requests;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>At a renewal the patron is described anew: what the contract releases today, of what is still known.</summary>
internal sealed class DescribeAnewAtRenewal(JudgedGrant judged, VendorIdentity identity, TimeProvider clock) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleTokenRequestContext>()
            .UseScopedHandler<DescribeAnewAtRenewal>()
            .SetOrder(OpenIddictServerHandlers.Exchange.AttachPrincipal.Descriptor.Order + 500)
            .Build();

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request.IsRefreshTokenGrantType() || context.Principal is not { } before || judged.Verdict is not { } stands)
            return;
        if (await identity.BuildAsync(stands.Grant.Subject, SignedInAt(before) ?? stands.Grant.SignedInAt, stands.Session, stands.Library, stands.Party, context.CancellationToken) is not { } now)
        {
            context.Reject(Errors.InvalidGrant, RefusalReason.AttributeMissing.Slug());
            return;
        }

        AuthenticationLevel.Of(before)?.On(now);
        now.SetScopes(before.GetScopes()).SetAuthorizationId(before.GetAuthorizationId()).SetPresenters(before.GetPresenters());

        // However often it is renewed, the patron signs in again one day (ASVS 10.4.8).
        var left = stands.Grant.ExpiresAt - clock.GetUtcNow();
        var idle = TimeSpan.FromDays(stands.Party.Lifetimes.RefreshToken);
        now.SetRefreshTokenLifetime(left < idle ? left : idle);
        context.Principal = now;
    }

    /// <summary>As the first identity token had it (OpenID Connect Core 1.0, section 12.2), whatever other sign-ins share the grant.</summary>
    private static DateTimeOffset? SignedInAt(ClaimsPrincipal before) =>
        long.TryParse(before.GetClaim(Claims.AuthenticationTime), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}

/// <summary>A client that speaks for itself: its own scopes, for the APIs that guard them, and nothing of any patron.</summary>
internal sealed class AnswerClientCredentials(RegionSnapshots region) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleTokenRequestContext>()
            .UseScopedHandler<AnswerClientCredentials>()
            .SetOrder(OpenIddictServerHandlers.Exchange.AttachPrincipal.Descriptor.Order + 500)
            .Build();

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request.IsClientCredentialsGrantType())
            return;
        var now = await region.GetAsync(context.CancellationToken);
        if (now.Party(context.ClientId!) is not { } party)
        {
            context.Reject(Errors.UnauthorizedClient, "The client was switched off at this moment.");
            return;
        }

        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, party.ClientId);
        var scopes = context.Request.GetScopes() is { Length: > 0 } asked ? asked : [.. party.Scopes];
        identity.SetScopes(scopes);
        identity.SetResources(now.ActiveParties.Where(api => api.Guards.Exists(scopes.Contains)).Select(api => api.ClientId));
        identity.SetDestinations(static _ => [Destinations.AccessToken]);
        context.Principal = new ClaimsPrincipal(identity);
    }
}
