using System.Buffers.Text;
using System.Security.Cryptography;
using DigitalAccess.Web.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace DigitalAccess.Web.Oidc;

/// <summary>Makes signing keys ahead of need and clears spent ones away. Run by <c>migrate</c> and by the worker, never by a web node.</summary>
internal sealed class SigningKeyMaker(DigitalAccessDb db, IDataProtectionProvider protection, IOptions<SigningKeyOptions> options, TimeProvider clock)
{
    public const string Purpose = "DigitalAccess.OidcSigningKey";

    /// <summary>
    /// What an emergency waits for: nodes look for new keys at least once a minute, and none may sign with a key before all publish it.
    /// </summary>
    public static readonly TimeSpan EmergencyNotice = TimeSpan.FromMinutes(3);

    private static readonly string[] Algorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256];
    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);

    /// <summary>Announces the next key of each algorithm when it is time, and deletes what nobody needs.</summary>
    public async Task RotateAsync(CancellationToken ct)
    {
        await using var transaction = await LockAsync(ct);
        var now = clock.GetUtcNow();
        var keys = await db.OidcSigningKeys.ToListAsync(ct);
        foreach (var algorithm in Algorithms)
        {
            var ofAlgorithm = keys.Where(k => k.Algorithm == algorithm).ToList();
            if (SigningKeyRules.NextActiveFrom(ofAlgorithm, now, options.Value) is { } from)
                db.OidcSigningKeys.Add(Make(algorithm, from));
            db.OidcSigningKeys.RemoveRange(SigningKeyRules.Spent(ofAlgorithm, now, options.Value));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>All keys may be in wrong hands: new ones take over in minutes, and nothing that the old ones signed counts from then on.</summary>
    /// <returns>When the new keys take over.</returns>
    public async Task<DateTimeOffset> ReplaceAllAsync(CancellationToken ct)
    {
        await using var transaction = await LockAsync(ct);
        var from = clock.GetUtcNow() + EmergencyNotice;
        foreach (var key in await db.OidcSigningKeys.Where(k => k.RevokedFrom == null || k.RevokedFrom > from).ToListAsync(ct))
            key.RevokedFrom = from;
        foreach (var algorithm in Algorithms)
            db.OidcSigningKeys.Add(Make(algorithm, from));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return from;
    }

    private async Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction> LockAsync(CancellationToken ct)
    {
        // Two workers that rotate at once would announce two keys each.
        var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('oidc_signing_key'))", ct);
        return transaction;
    }

    private OidcSigningKey Make(string algorithm, DateTimeOffset activeFrom)
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
            ActiveFrom = activeFrom,
        };
    }
}
