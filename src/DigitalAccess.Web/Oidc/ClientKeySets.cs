using System.Collections.Concurrent;
using System.Net;
using System.Net.Mime;
using DigitalAccess.Web.Outbound;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// The keys of the clients that publish them at an address (<c>jwks_uri</c>; OpenID Connect Core 1.0, section 10.1.1). Kept as
/// long as the client's server says; asked for again when an assertion names a key that is not there, so that a client
/// can change its keys whenever it likes.
/// </summary>
internal sealed class ClientKeySets(IHttpClientFactory clients, TimeProvider clock, ILogger<ClientKeySets> logger)
{
    public const int MostClients = 1000;
    private readonly ConcurrentDictionary<string, CachedKeySet> _sets = new(StringComparer.Ordinal);

    /// <param name="clientId">A client that is registered with the address; never one that a request merely names.</param>
    /// <param name="address">Where its keys are.</param>
    /// <param name="wantedKid">The key that the assertion says it is signed by.</param>
    /// <param name="ct">Ends the wait, not the reading: others may wait for it too.</param>
    public async ValueTask<ClientKeySet> FindAsync(string clientId, Uri address, string? wantedKid, CancellationToken ct)
    {
        var set = _sets.AddOrUpdate(clientId, _ => New(clientId, address), (_, known) => known.Address == address ? known : New(clientId, address));
        if (_sets.Count > MostClients && _sets.Where(s => s.Key != clientId).MinBy(s => s.Value.Used) is { Key: not null } oldest)
            _sets.TryRemove(oldest);
        return await set.FindAsync(wantedKid, ct);
    }

    private CachedKeySet New(string clientId, Uri address) => new(clientId, address, ReadAsync, clock, logger);

    private async Task<FetchedKeySet> ReadAsync(Uri address)
    {
        using var http = clients.CreateClient(OutboundHandler.Client);
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Accept = { new("application/jwk-set+json"), new(MediaTypeNames.Application.Json) } } };
        request.Options.Set(OutboundHandler.LongestBody, FetchedKeys.LongestBody);
        try
        {
            using var response = await http.SendAsync(request, CancellationToken.None);
            if (response.StatusCode != HttpStatusCode.OK)
                return new FetchedKeySet(null, TimeSpan.Zero, $"the answer was {(int)response.StatusCode} instead of 200{((int)response.StatusCode is >= 300 and < 400 ? ", and redirections are not followed" : "")}");
            var (keys, fault) = FetchedKeys.Read(await response.Content.ReadAsByteArrayAsync(CancellationToken.None));
            return new FetchedKeySet(keys, FetchedKeys.FreshFor(response.Headers.CacheControl), fault);
        }
        catch (OutboundException e)
        {
            return new FetchedKeySet(null, TimeSpan.Zero, e.Message);
        }
    }
}
