using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc;

/// <summary>Makes the engine know exactly the relying parties that the region has registered.</summary>
internal sealed class RelyingPartyRegistrar(IOpenIddictApplicationManager applications)
{
    /// <summary>Secrets shorter than this could be guessed; 32 characters of base64 or hex hold at least 128 bits.</summary>
    public const int ShortestSecret = 32;

    /// <param name="party">The client as it shall be.</param>
    /// <param name="secret">Its secret; null for a client with keys.</param>
    /// <param name="ct">Cancels the writes.</param>
    public async Task RegisterAsync(RelyingParty party, string? secret, CancellationToken ct)
    {
        var descriptor = Describe(party, secret);
        if (await applications.FindByClientIdAsync(party.ClientId, ct) is { } known)
            await applications.UpdateAsync(known, descriptor, ct);
        else
            await applications.CreateAsync(descriptor, ct);
    }

    /// <summary>How far what the engine knows is what the region has registered. The secret is compared by its hash.</summary>
    public async Task<Registration> CompareAsync(RelyingParty party, string? secret, CancellationToken ct)
    {
        if (await applications.FindByClientIdAsync(party.ClientId, ct) is not { } known)
            return Registration.None;
        var (kept, wanted) = (new OpenIddictApplicationDescriptor(), Describe(party, secret));
        await applications.PopulateAsync(kept, known, ct);
        if (kept.ClientSecret is null != secret is null || (secret is not null && !await applications.ValidateClientSecretAsync(known, secret, ct)))
            return Registration.OtherSecret;

        return kept.DisplayName == wanted.DisplayName && kept.ClientType == wanted.ClientType && kept.ConsentType == wanted.ConsentType
            && ClientKeys.Fingerprint(kept.JsonWebKeySet) == ClientKeys.Fingerprint(wanted.JsonWebKeySet)
            && kept.Permissions.SetEquals(wanted.Permissions) && kept.RedirectUris.SetEquals(wanted.RedirectUris)
            && kept.PostLogoutRedirectUris.SetEquals(wanted.PostLogoutRedirectUris)
            ? Registration.Current
            : Registration.Outdated;
    }

    /// <summary>A client that is gone or switched off is unknown at once, its tokens with it.</summary>
    public async Task RemoveAsync(string clientId, CancellationToken ct)
    {
        if (await applications.FindByClientIdAsync(clientId, ct) is { } known)
            await applications.DeleteAsync(known, ct);
    }

    private static OpenIddictApplicationDescriptor Describe(RelyingParty party, string? secret)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = party.ClientId,
            ClientSecret = secret,
            JsonWebKeySet = party.Jwks is { } keys ? ClientKeys.Parse(keys) : null,
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
            DisplayName = party.Name,
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession,
                Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code,
            },
        };
        descriptor.RedirectUris.UnionWith(party.RedirectUris.Select(u => new Uri(u)));
        descriptor.PostLogoutRedirectUris.UnionWith(party.PostLogoutRedirectUris.Select(u => new Uri(u)));
        return descriptor;
    }
}

/// <summary>What the engine knows of a relying party, against what it should.</summary>
internal enum Registration
{
    None,
    OtherSecret,
    Outdated,
    Current,
}
