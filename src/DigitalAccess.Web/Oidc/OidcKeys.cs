using System.Buffers.Text;
using System.Security.Cryptography;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace DigitalAccess.Web.Oidc;

/// <summary>The provider's keys, kept in the database: all nodes sign with the same, and a restart changes nothing.</summary>
internal sealed class OidcKeys(IServiceScopeFactory scopes, IDataProtectionProvider protection, KeyRing ring, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector("DigitalAccess.OidcSigningKey");
    private volatile Loaded? _loaded;

    public bool AreLoaded => _loaded is not null;

    public IReadOnlyList<SigningCredentials> Signing => Current.Signing;

    /// <summary>Encrypts what the provider hands to itself: codes, and nothing that a client ever reads.</summary>
    public SymmetricSecurityKey Encryption => Current.Encryption;

    private Loaded Current => _loaded ?? throw new InvalidOperationException("The keys have not been read yet.");

    public async Task CreateMissingAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DigitalAccessDb>();
        var existing = await db.OidcSigningKeys.Select(k => k.Algorithm).ToListAsync(ct);
        foreach (var algorithm in new[] { SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256 }.Except(existing))
            db.OidcSigningKeys.Add(Create(algorithm));
        await db.SaveChangesAsync(ct);
    }

    /// <exception cref="InvalidOperationException">No keys have been made: the database is not migrated.</exception>
    public async Task LoadAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DigitalAccessDb>();
        var keys = await db.OidcSigningKeys.AsNoTracking().OrderBy(k => k.Algorithm).ThenByDescending(k => k.CreatedAt).ToListAsync(ct);
        if (keys.Count == 0)
            throw new InvalidOperationException("There are no signing keys. Run 'digitalaccess migrate'.");
        _loaded = new Loaded([.. keys.Select(Read)], new SymmetricSecurityKey(await ring.GetAsync(KeyPurpose.OidcEncryption, ct)));
    }

    private OidcSigningKey Create(string algorithm)
    {
        byte[] pkcs8, spki;
        if (algorithm == SecurityAlgorithms.RsaSha256)
        {
            using var rsa = RSA.Create(2048);
            (pkcs8, spki) = (rsa.ExportPkcs8PrivateKey(), rsa.ExportSubjectPublicKeyInfo());
        }
        else
        {
            using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            (pkcs8, spki) = (ecdsa.ExportPkcs8PrivateKey(), ecdsa.ExportSubjectPublicKeyInfo());
        }

        return new OidcSigningKey
        {
            KeyId = Base64Url.EncodeToString(SHA256.HashData(spki).AsSpan(0, 12)),
            Algorithm = algorithm,
            ProtectedPrivateKey = _protector.Protect(pkcs8),
            CreatedAt = clock.GetUtcNow(),
        };
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

    private sealed record Loaded(IReadOnlyList<SigningCredentials> Signing, SymmetricSecurityKey Encryption);
}
