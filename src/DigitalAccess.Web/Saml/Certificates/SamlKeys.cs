using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Saml2.Writing;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Saml.Certificates;

/// <summary>The identity providers' keys as this node knows them: read from the database, where all nodes find the same.</summary>
internal sealed class SamlKeys(IServiceScopeFactory scopes, IDataProtectionProvider protection, IOptions<SamlOptions> options, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector(CertificateMaker.Purpose);
    private volatile Loaded? _loaded;

    public bool AreLoaded => _loaded is not null;

    /// <summary>The key that signs for this vendor now.</summary>
    public async ValueTask<SigningKey> SigningAsync(Library library, CertificateKind kind, DateOnly? vendorChanges, CancellationToken ct)
    {
        var (loaded, rows) = await OfAsync(library, kind, ct);
        var signing = CertificateRules.Signing(rows, vendorChanges is { } day ? library.StartOf(day) : null, clock.GetUtcNow());
        return loaded.Keys[signing!.Id];
    }

    /// <summary>Certificates that the library's metadata names, the oldest first.</summary>
    public async ValueTask<IReadOnlyList<SamlCertificate>> PublishedAsync(Library library, IReadOnlyList<DateOnly> vendorsChange, CancellationToken ct)
    {
        var days = vendorsChange.Select(library.StartOf).ToList();
        var published = new List<SamlCertificate>();
        foreach (var kind in Enum.GetValues<CertificateKind>())
            published.AddRange(CertificateRules.Published([.. (await OfAsync(library, kind, ct)).Rows], days, clock.GetUtcNow(), options.Value));
        return published;
    }

    /// <summary>Reads the certificates anew.</summary>
    /// <exception cref="InvalidOperationException">None have been made: the database is not migrated.</exception>
    public async Task LoadAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<DigitalAccessDb>().SamlCertificates.AsNoTracking().ToListAsync(ct);
        if (rows.Count == 0)
            throw new InvalidOperationException("There are no SAML certificates. Run 'digitalaccess migrate'.");
        var known = _loaded?.Keys;
        _loaded = new Loaded(rows, rows.ToFrozenDictionary(r => r.Id, r => known?.GetValueOrDefault(r.Id) ?? Read(r)));
    }

    private async ValueTask<(Loaded Loaded, IEnumerable<SamlCertificate> Rows)> OfAsync(Library library, CertificateKind kind, CancellationToken ct)
    {
        if (Find(library, kind) is { } found)
            return found;
        await LoadAsync(ct);
        return Find(library, kind) ?? throw new InvalidOperationException($"There is no certificate for the library '{library.Slug}' yet; the worker makes it within half an hour.");
    }

    private (Loaded Loaded, IEnumerable<SamlCertificate> Rows)? Find(Library library, CertificateKind kind)
    {
        var owner = library.IdentityProvider.OwnCertificate ? library.Id : (Guid?)null;
        return _loaded is { } loaded && loaded.Rows.Where(r => r.LibraryId == owner && r.Kind == kind) is var rows && rows.Any() ? (loaded, rows) : null;
    }

    private SigningKey Read(SamlCertificate row)
    {
        var pkcs8 = _protector.Unprotect(row.ProtectedPrivateKey);
        using var bare = X509CertificateLoader.LoadCertificate(row.Certificate);
        if (row.Kind == CertificateKind.Rsa)
        {
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return new SigningKey(bare.CopyWithPrivateKey(rsa));
        }

        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(pkcs8, out _);
        return new SigningKey(bare.CopyWithPrivateKey(ecdsa));
    }

    private sealed record Loaded(IReadOnlyList<SamlCertificate> Rows, FrozenDictionary<Guid, SigningKey> Keys);
}
