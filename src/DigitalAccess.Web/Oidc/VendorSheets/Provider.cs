using DigitalAccess.Web.Hosting;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.VendorSheets;

/// <summary>What the provider announces of itself, and how long what it hands out between two requests is good for.</summary>
/// <param name="SecretMethods">How a secret may be sent, by the names of the metadata.</param>
/// <param name="ChallengeMethods">How PKCE challenges may be made.</param>
/// <param name="CodeLifetime">Of an authorization code.</param>
/// <param name="PushedLifetime">Of a pushed request.</param>
internal sealed record Provider(
    Uri Issuer, Uri Metadata, Uri Keys, Uri Authorization, Uri Token, Uri UserInfo, Uri EndSession, Uri Pushed, Uri Revocation, Uri Introspection,
    IReadOnlyList<string> SecretMethods, IReadOnlyList<string> ChallengeMethods, TimeSpan CodeLifetime, TimeSpan PushedLifetime);

/// <summary>Asks the handlers that answer at the metadata's address, so that a sheet cannot announce anything else.</summary>
internal sealed class AnnouncedProvider(IOpenIddictServerFactory factory, IOpenIddictServerDispatcher dispatcher, OidcKeys keys, IOptions<BrokerOptions> broker)
{
    /// <exception cref="InvalidOperationException">The database has no signing keys, or the engine refuses to describe itself.</exception>
    public async Task<Provider> AskAsync(CancellationToken ct)
    {
        // A command has no start that would have read them, and the engine does not come up without.
        await keys.LoadAsync(ct);
        var transaction = await factory.CreateTransactionAsync();
        (transaction.BaseUri, transaction.Request) = (new Uri(broker.Value.Issuer), new OpenIddictRequest());
        (transaction.EndpointType, transaction.CancellationToken) = (OpenIddictServerEndpointType.Configuration, ct);
        var said = new HandleConfigurationRequestContext(transaction);
        await dispatcher.DispatchAsync(said);
        if (said.IsRejected)
            throw new InvalidOperationException($"The provider cannot describe itself: {said.Error} {said.ErrorDescription}");
        var options = transaction.Options;
        return new Provider(
            said.Issuer!, new Uri(said.BaseUri!, options.ConfigurationEndpointUris[0]), said.JsonWebKeySetEndpoint!, said.AuthorizationEndpoint!, said.TokenEndpoint!,
            said.UserInfoEndpoint!, said.EndSessionEndpoint!, said.PushedAuthorizationEndpoint!, said.RevocationEndpoint!, said.IntrospectionEndpoint!,
            [.. said.TokenEndpointAuthenticationMethods.Except([ClientAuthenticationMethods.PrivateKeyJwt, ClientAuthenticationMethods.None]).Order(StringComparer.Ordinal)],
            [.. said.CodeChallengeMethods], options.AuthorizationCodeLifetime!.Value, options.RequestTokenLifetime!.Value);
    }
}
