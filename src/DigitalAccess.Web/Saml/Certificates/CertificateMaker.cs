using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Saml.Certificates;

/// <summary>Makes certificates ahead of need. Run by <c>migrate</c>, by an import and by the worker, never by a web node that answers patrons.</summary>
internal sealed class CertificateMaker(
    DigitalAccessDb db, IDataProtectionProvider protection, IOptions<SamlOptions> options, IOptions<BrokerOptions> broker, TimeProvider clock)
{
    public const string Purpose = "DigitalAccess.SamlCertificate";

    /// <summary>What an emergency waits for: nodes look for new certificates at least once a minute.</summary>
    private static readonly TimeSpan EmergencyNotice = TimeSpan.FromMinutes(3);

    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);

    /// <summary>Publishes the next certificate of each owner when it is time.</summary>
    public async Task RotateAsync(CancellationToken ct)
    {
        await using var transaction = await LockAsync(ct);
        var certificates = await db.SamlCertificates.ToListAsync(ct);
        foreach (var (owner, name) in await OwnersAsync(ct))
        {
            foreach (var kind in Enum.GetValues<CertificateKind>())
            {
                var ofOwner = certificates.Where(c => c.LibraryId == owner && c.Kind == kind).ToList();
                if (ofOwner.Count == 0 && await IsKnownByOthersAsync(owner, ct))
                    db.SamlCertificates.Add(Make(owner, name, kind, clock.GetUtcNow() + options.Value.Notice));
                else if (CertificateRules.NextActiveFrom(ofOwner, clock.GetUtcNow(), options.Value) is { } from)
                    db.SamlCertificates.Add(Make(owner, name, kind, from));
            }
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Publishes the next certificates of one owner now, whether it is time or not.</summary>
    /// <param name="library">The library that has its own; null for the region.</param>
    /// <param name="mayGoOn">Asked of the certificates of each kind under the lock, so that two who announce at once announce one.</param>
    /// <param name="ct">To give up.</param>
    /// <returns>The new ones; none where an earlier change is not over, or the owner has none of its own.</returns>
    public async Task<IReadOnlyList<SamlCertificate>> AnnounceAsync(Guid? library, Func<IReadOnlyList<SamlCertificate>, bool> mayGoOn, CancellationToken ct)
    {
        await using var transaction = await LockAsync(ct);
        var certificates = await db.SamlCertificates.AsNoTracking().ToListAsync(ct);
        var ofKinds = Enum.GetValues<CertificateKind>().Select(kind => (Kind: kind, Rows: CertificateRules.Of(certificates, library, kind))).ToList();
        if (!ofKinds.TrueForAll(of => mayGoOn(of.Rows)))
            return [];
        List<SamlCertificate> made = [.. (await OwnersAsync(ct)).Where(o => o.Library == library).SelectMany(
            o => ofKinds, (o, of) => Make(library, o.Name, of.Kind, CertificateRules.AnnouncedActiveFrom(of.Rows, clock.GetUtcNow(), options.Value)))];
        db.SamlCertificates.AddRange(made);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return made;
    }

    /// <summary>All keys may be in wrong hands: new ones take over in minutes, and the old ones are withdrawn then.</summary>
    /// <returns>When the new ones take over.</returns>
    public async Task<DateTimeOffset> ReplaceAllAsync(CancellationToken ct)
    {
        await using var transaction = await LockAsync(ct);
        var from = clock.GetUtcNow() + EmergencyNotice;
        foreach (var certificate in await db.SamlCertificates.Where(c => c.RevokedFrom == null || c.RevokedFrom > from).ToListAsync(ct))
            certificate.RevokedFrom = from;
        foreach (var (owner, name) in await OwnersAsync(ct))
            foreach (var kind in Enum.GetValues<CertificateKind>())
                db.SamlCertificates.Add(Make(owner, name, kind, from));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return from;
    }

    /// <summary>The region, and each library that has a certificate of its own.</summary>
    private async Task<List<(Guid? Library, string Name)>> OwnersAsync(CancellationToken ct)
    {
        var host = new Uri(broker.Value.Origin).Host;
        var libraries = await db.Libraries.AsNoTracking().Where(l => l.Active).ToListAsync(ct);
        return [(null, host), .. libraries.Where(l => l.IdentityProvider.OwnCertificate).Select(l => ((Guid?)l.Id, $"{l.Slug}.{host}"))];
    }

    /// <summary>Whether vendors have fetched the library's metadata while it went with the others: then its first own certificate needs its notice too.</summary>
    private async Task<bool> IsKnownByOthersAsync(Guid? owner, CancellationToken ct) => owner is not null && await db.CertificateSightings.AnyAsync(s => s.LibraryId == owner, ct);

    private async Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction> LockAsync(CancellationToken ct)
    {
        var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('saml_certificate'))", ct);
        return transaction;
    }

    /// <summary>Self-signed (IIP-MD12): vendors trust it because it stands in our metadata, and nobody follows it anywhere.</summary>
    private SamlCertificate Make(Guid? owner, string name, CertificateKind kind, DateTimeOffset activeFrom)
    {
        var now = clock.GetUtcNow();
        var subject = new X500DistinguishedName($"CN={name}");
        using var rsa = kind == CertificateKind.Rsa ? RSA.Create(options.Value.KeySize) : null;
        using var ecdsa = kind == CertificateKind.Ecdsa ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var request = rsa is not null
            ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, ecdsa!, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + options.Value.CertificateLifetime);
        return new SamlCertificate
        {
            LibraryId = owner,
            Kind = kind,
            Thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256),
            Certificate = certificate.RawData,
            ProtectedPrivateKey = _protector.Protect(rsa?.ExportPkcs8PrivateKey() ?? ecdsa!.ExportPkcs8PrivateKey()),
            CreatedAt = now,
            ActiveFrom = activeFrom,
            NotAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
        };
    }
}
