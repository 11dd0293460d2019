using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
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

    /// <summary>Publishes the next certificate of each owner when it is time, and tells vendors of libraries that are to have another owner's.</summary>
    public async Task RotateAsync(CancellationToken ct)
    {
        await using var transaction = await LockAsync(ct);
        var now = clock.GetUtcNow();
        var days = await db.ServiceProviders.Where(p => p.Active && p.NewCertificateFrom != null).Select(p => p.NewCertificateFrom!.Value).Distinct().ToListAsync(ct);
        foreach (var library in await db.Libraries.Where(l => l.Active).ToListAsync(ct))
            library.Certificates = CertificateOwnership.Next(library.Certificates, library.IdentityProvider.OwnCertificate, now, options.Value.Notice, days.Select(library.StartOf));
        await db.SaveChangesAsync(ct);
        var certificates = await db.SamlCertificates.ToListAsync(ct);
        foreach (var (library, name) in await OwnersAsync(ct))
            foreach (var kind in Enum.GetValues<CertificateKind>())
                if (CertificateRules.NextActiveFrom([.. certificates.Where(c => c.LibraryId == library?.Id && c.Kind == kind)], now, options.Value) is { } from)
                    db.SamlCertificates.Add(Make(library?.Id, name, kind, library?.Certificates?.Change.ActiveFrom is { } takeOver && from < takeOver ? takeOver : from));

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Publishes the next certificates of one owner now, whether it is time or not.</summary>
    /// <param name="library">The library that has its own; null for the region.</param>
    /// <param name="mayGoOn">Asked of the line of each kind under the lock, so that two who announce at once announce one.</param>
    /// <param name="ct">To give up.</param>
    /// <returns>The new ones; none where an earlier change is not over, or the owner has none of its own.</returns>
    public async Task<IReadOnlyList<SamlCertificate>> AnnounceAsync(Guid? library, Func<CertificateLine, bool> mayGoOn, CancellationToken ct)
    {
        await using var transaction = await LockAsync(ct);
        var certificates = await db.SamlCertificates.AsNoTracking().ToListAsync(ct);
        if ((await OwnersAsync(ct)).SingleOrDefault(o => o.Library?.Id == library) is not { Name: { } name } owner)
            return [];
        var lines = Enum.GetValues<CertificateKind>().Select(kind => (Kind: kind, Line: CertificateLine.Of(certificates, owner.Library, kind))).ToList();
        if (!lines.TrueForAll(of => mayGoOn(of.Line)))
            return [];
        List<SamlCertificate> made = [.. lines.Select(of => Make(library, name, of.Kind, CertificateRules.AnnouncedActiveFrom(of.Line.Now, clock.GetUtcNow(), options.Value)))];
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
        foreach (var (library, name) in await OwnersAsync(ct))
            foreach (var kind in Enum.GetValues<CertificateKind>())
                db.SamlCertificates.Add(Make(library?.Id, name, kind, from));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return from;
    }

    /// <summary>The region, and each library that signs with certificates of its own, will do so, or still does.</summary>
    private async Task<List<(Library? Library, string Name)>> OwnersAsync(CancellationToken ct)
    {
        var (host, now) = (new Uri(broker.Value.Origin).Host, clock.GetUtcNow());
        var libraries = await db.Libraries.AsNoTracking().Where(l => l.Active && l.Certificates != null).ToListAsync(ct);
        return [(null, host), .. libraries.Where(l => l.Certificates!.IsOwn || now < l.Certificates.Change.ActiveFrom).Select(l => ((Library?)l, $"{l.Slug}.{host}"))];
    }

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
