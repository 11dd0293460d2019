using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace DigitalAccess.Web.Oidc.Clients;

/// <summary>Compares secrets by <see cref="ClientSecrets"/> instead of the engine's slow hash.</summary>
internal sealed class RegisteredClients(
    IOpenIddictApplicationCache<EngineClient> cache, ILogger<OpenIddictApplicationManager<EngineClient>> logger, IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<EngineClient> store)
    : OpenIddictApplicationManager<EngineClient>(cache, logger, options, store)
{
    protected override ValueTask<bool> ValidateClientSecretAsync(string secret, string comparand, CancellationToken cancellationToken = default) =>
        new(ClientSecrets.Match(secret, comparand));
}

/// <summary>
/// The engine's clients are the region's relying parties, read from the snapshot. Clients are written by the region's files
/// and nowhere else, so that what would change one here is left to <see cref="ReadOnly"/>.
/// </summary>
internal sealed partial class RegisteredClientStore(RegionSnapshots region, IOptions<BrokerOptions> broker) : IOpenIddictApplicationStore<EngineClient>
{
    public async ValueTask<EngineClient?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken) =>
        (await region.GetAsync(cancellationToken)).Party(identifier) is { } party ? EngineClient.Of(party) : null;

    public ValueTask<EngineClient?> FindByIdAsync(string identifier, CancellationToken cancellationToken) => FindByClientIdAsync(identifier, cancellationToken);

    public IAsyncEnumerable<EngineClient> FindByRedirectUriAsync(string uri, CancellationToken cancellationToken) =>
        WhereAsync(c => c.RedirectUris.Contains(uri, StringComparer.Ordinal), cancellationToken);

    public IAsyncEnumerable<EngineClient> FindByPostLogoutRedirectUriAsync(string uri, CancellationToken cancellationToken) =>
        WhereAsync(c => c.PostLogoutRedirectUris.Contains(uri, StringComparer.Ordinal), cancellationToken);

    public ValueTask<string?> GetApplicationTypeAsync(EngineClient application, CancellationToken cancellationToken) => new(OpenIddictConstants.ApplicationTypes.Web);
    public ValueTask<string?> GetClientIdAsync(EngineClient application, CancellationToken cancellationToken) => new(application.Party.ClientId);
    public ValueTask<string?> GetClientSecretAsync(EngineClient application, CancellationToken cancellationToken) => new(application.Party.SecretHash);
    public ValueTask<string?> GetClientTypeAsync(EngineClient application, CancellationToken cancellationToken) => new(application.ClientType);
    public ValueTask<string?> GetConsentTypeAsync(EngineClient application, CancellationToken cancellationToken) => new(OpenIddictConstants.ConsentTypes.Implicit);
    public ValueTask<string?> GetDisplayNameAsync(EngineClient application, CancellationToken cancellationToken) => new(application.Party.Name);
    public ValueTask<string?> GetIdAsync(EngineClient application, CancellationToken cancellationToken) => new(application.Party.ClientId);
    public ValueTask<JsonWebKeySet?> GetJsonWebKeySetAsync(EngineClient application, CancellationToken cancellationToken) => new(application.Keys);
    public ValueTask<ImmutableArray<string>> GetPermissionsAsync(EngineClient application, CancellationToken cancellationToken) => new(application.Permissions);
    public ValueTask<ImmutableArray<string>> GetPostLogoutRedirectUrisAsync(EngineClient application, CancellationToken cancellationToken) => new(application.PostLogoutRedirectUris);
    public ValueTask<ImmutableArray<string>> GetRedirectUrisAsync(EngineClient application, CancellationToken cancellationToken) => new(application.RedirectUris);
    public ValueTask<ImmutableArray<string>> GetRequirementsAsync(EngineClient application, CancellationToken cancellationToken) => new(RequirementsOf(application.Party));
    public ValueTask<ImmutableDictionary<string, string>> GetSettingsAsync(EngineClient application, CancellationToken cancellationToken) => new(application.EngineSettings);
    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDisplayNamesAsync(EngineClient application, CancellationToken cancellationToken) => new(ImmutableDictionary<CultureInfo, string>.Empty);
    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(EngineClient application, CancellationToken cancellationToken) => new(ImmutableDictionary<string, JsonElement>.Empty);

    private ImmutableArray<string> RequirementsOf(RelyingParty party) => (Pkce: party.IsPublic || !broker.Value.ConformanceClients.Contains(party.ClientId), Pushed: party.PushedRequestsOnly) switch
    {
        (true, true) => [OpenIddictConstants.Requirements.Features.ProofKeyForCodeExchange, OpenIddictConstants.Requirements.Features.PushedAuthorizationRequests],
        (true, false) => [OpenIddictConstants.Requirements.Features.ProofKeyForCodeExchange],
        (false, true) => [OpenIddictConstants.Requirements.Features.PushedAuthorizationRequests],
        (false, false) => [],
    };

    private async IAsyncEnumerable<EngineClient> WhereAsync(
        Func<EngineClient, bool> matches, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var client in (await region.GetAsync(cancellationToken)).ActiveParties.Select(EngineClient.Of).Where(matches))
            yield return client;
    }
}
