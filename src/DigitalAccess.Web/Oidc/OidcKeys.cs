using System.Security.Cryptography;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace DigitalAccess.Web.Oidc;

/// <summary>The provider's keys as this node knows them: read from the database, where all nodes find the same.</summary>
internal sealed class OidcKeys(
    IServiceScopeFactory scopes, IDataProtectionProvider protection, KeyRing ring, IOptions<SigningKeyOptions> options,
    IOptionsMonitorCache<OpenIddictServerOptions> engine, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector(SigningKeyMaker.Purpose);
    private volatile Loaded? _loaded;

    public bool AreLoaded => _loaded is not null;

    /// <summary>All keys that are published: what they signed is accepted, and one of each algorithm signs.</summary>
    public IReadOnlyList<SigningCredentials> Published => Current.Published;

    /// <summary>Encrypts what the provider hands to itself: codes, and nothing that a client ever reads.</summary>
    public SymmetricSecurityKey Encryption => Current.Encryption;

    private Loaded Current => _loaded ?? throw new InvalidOperationException("The keys have not been read yet.");

    /// <summary>
    /// The key that signs now. Read from the rows at hand: a key that was announced becomes active at its time on every node
    /// at once, whether the database answers or not.
    /// </summary>
    public SigningCredentials Signing(string algorithm)
    {
        var current = Current;
        var signing = SigningKeyRules.Signing(current.Rows.Where(k => k.Algorithm == algorithm), clock.GetUtcNow());
        return current.Published.First(c => signing is null ? c.Algorithm == algorithm : c.Key.KeyId == signing.KeyId);
    }

    /// <summary>Reads the keys; when they have changed, the engine is told to use the new ones from the next request on.</summary>
    /// <exception cref="InvalidOperationException">No keys have been made: the database is not migrated.</exception>
    public async Task LoadAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DigitalAccessDb>();
        var rows = await db.OidcSigningKeys.AsNoTracking().ToListAsync(ct);
        if (rows.Count == 0)
            throw new InvalidOperationException("There are no signing keys. Run 'digitalaccess migrate'.");
        var now = clock.GetUtcNow();
        var published = rows.GroupBy(k => k.Algorithm).SelectMany(g => SigningKeyRules.Published([.. g], now, options.Value))
            .OrderBy(k => k.Algorithm, StringComparer.Ordinal).ThenByDescending(k => k.ActiveFrom).ToList();
        var fingerprint = string.Join(' ', rows.OrderBy(k => k.KeyId, StringComparer.Ordinal).Select(k => $"{k.KeyId}:{k.RevokedFrom:O}:{published.Contains(k)}"));
        if (_loaded?.Fingerprint == fingerprint)
            return;

        _loaded = new Loaded(fingerprint, rows, [.. published.Select(Read)], new SymmetricSecurityKey(await ring.GetAsync(KeyPurpose.OidcEncryption, ct)));
        engine.TryRemove(Options.DefaultName);
    }

    private SigningCredentials Read(OidcSigningKey key)
    {
        var pkcs8 = _protector.Unprotect(key.ProtectedPrivateKey);
        if (key.Algorithm == SecurityAlgorithms.RsaSha256)
        {
            var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = key.KeyId }, key.Algorithm);
        }

        var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(pkcs8, out _);
        return new SigningCredentials(new ECDsaSecurityKey(ecdsa) { KeyId = key.KeyId }, key.Algorithm);
    }

    private sealed record Loaded(
        string Fingerprint, IReadOnlyList<OidcSigningKey> Rows, IReadOnlyList<SigningCredentials> Published, SymmetricSecurityKey Encryption);
}
