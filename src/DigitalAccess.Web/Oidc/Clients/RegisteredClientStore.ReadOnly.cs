using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;

namespace DigitalAccess.Web.Oidc.Clients;

/// <summary>What the engine's interface asks for besides, and nobody calls.</summary>
internal sealed partial class RegisteredClientStore
{
    private static NotSupportedException ReadOnly => new("Clients are registered by importing the region's files.");

    ValueTask<long> IOpenIddictApplicationStore<EngineClient>.CountAsync(CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask<long> IOpenIddictApplicationStore<EngineClient>.CountAsync<TResult>(Func<IQueryable<EngineClient>, IQueryable<TResult>> query, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.CreateAsync(EngineClient application, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.DeleteAsync(EngineClient application, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask<TResult?> IOpenIddictApplicationStore<EngineClient>.GetAsync<TState, TResult>(Func<IQueryable<EngineClient>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) where TResult : default => throw ReadOnly;
    ValueTask<EngineClient> IOpenIddictApplicationStore<EngineClient>.InstantiateAsync(CancellationToken cancellationToken) => throw ReadOnly;
    IAsyncEnumerable<EngineClient> IOpenIddictApplicationStore<EngineClient>.ListAsync(int? count, int? offset, CancellationToken cancellationToken) => throw ReadOnly;
    IAsyncEnumerable<TResult> IOpenIddictApplicationStore<EngineClient>.ListAsync<TState, TResult>(Func<IQueryable<EngineClient>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetApplicationTypeAsync(EngineClient application, string? type, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetClientIdAsync(EngineClient application, string? identifier, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetClientSecretAsync(EngineClient application, string? secret, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetClientTypeAsync(EngineClient application, string? type, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetConsentTypeAsync(EngineClient application, string? type, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetDisplayNameAsync(EngineClient application, string? name, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetDisplayNamesAsync(EngineClient application, ImmutableDictionary<CultureInfo, string> names, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetJsonWebKeySetAsync(EngineClient application, JsonWebKeySet? set, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetPermissionsAsync(EngineClient application, ImmutableArray<string> permissions, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetPostLogoutRedirectUrisAsync(EngineClient application, ImmutableArray<string> uris, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetPropertiesAsync(EngineClient application, ImmutableDictionary<string, JsonElement> properties, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetRedirectUrisAsync(EngineClient application, ImmutableArray<string> uris, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetRequirementsAsync(EngineClient application, ImmutableArray<string> requirements, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.SetSettingsAsync(EngineClient application, ImmutableDictionary<string, string> settings, CancellationToken cancellationToken) => throw ReadOnly;
    ValueTask IOpenIddictApplicationStore<EngineClient>.UpdateAsync(EngineClient application, CancellationToken cancellationToken) => throw ReadOnly;
}
