using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>The stage of one plan: Habo, its patrons, and the two static clients that the Foundation's suite asks for.</summary>
public sealed class ConformanceWorld(TestCluster cluster, Peer peer) : IAsyncLifetime
{
    internal const string Redirect = "https://rp.example/cb";
    internal const string SignedOut = "https://rp.example/post_logout_redirect";

    /// <summary>As in the Foundation's suite, one module alone sends PKCE; the clients are exempt by name.</summary>
    internal HaboWorld Habo { get; private set; } = null!;

    /// <summary>Where clients are told of a logout.</summary>
    internal ForeignServer Server { get; private set; } = null!;
    internal BrokerApp App => Habo.App;
    internal Peer Peer { get; } = peer;

    /// <summary>By how much the broker's clock is ahead of the peer's.</summary>
    internal int Skew => (int)Math.Round((App.Clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).TotalSeconds);

    public async ValueTask InitializeAsync()
    {
        Server = await ForeignServer.StartAsync();
        Habo = new HaboWorld(cluster)
        {
            Settings = new()
            {
                ["DigitalAccess:ConformanceClients:0"] = "conformance-1", ["DigitalAccess:ConformanceClients:1"] = "conformance-2",
                ["DigitalAccess:Outbound:Allow:0"] = Server.Place,
            },
        };
        await Habo.InitializeAsync();
        await AddClientAsync("conformance-1");
        await AddClientAsync("conformance-2");
    }

    public async ValueTask DisposeAsync()
    {
        await Habo.DisposeAsync();
        await Server.DisposeAsync();
    }

    internal Party Party(string responseMode = "query", string client = "conformance-1") => new(this, client, responseMode);

    internal async Task AddClientAsync(string id, Action<RelyingParty>? with = null) =>
        await App.Given.LicenceAsync(await App.Given.OidcResourceAsync(id, Redirect, party =>
        {
            Describe(party);
            with?.Invoke(party);
        }));

    private static void Describe(RelyingParty party)
    {
        party.PostLogoutRedirectUris = [SignedOut];
        party.Releases = [AttributeRelease.Of(ReleaseSource.Library)];
        party.Grants = [GrantType.AuthorizationCode, GrantType.RefreshToken];
    }
}
