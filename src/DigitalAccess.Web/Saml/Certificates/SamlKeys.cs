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
internal sealed class SamlKeys(
    IServiceScopeFactory scopes, IDataProtectionProvider protection, IOptions<SamlOptions> options, TimeProvider clock, ILogger<SamlKeys> logger)
{
    private readonly IDataProtector _protector = protection.CreateProtector(CertificateMaker.Purpose);
    private volatile Loaded? _loaded;

    /// <summary>The key that signs for a vendor now.</summary>
    /// <param name="library">Whose identity provider speaks.</param>
    /// <param name="provider">The vendor; null for nobody in particular.</param>
    /// <param name="ct">To give up.</param>
    /// <exception cref="InvalidOperationException">There is none, or it cannot be read.</exception>
    public async ValueTask<SigningKey> SigningAsync(Library library, ServiceProvider? provider, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var kind = provider is null ? CertificateKind.Rsa : CertificateKinds.Signing(provider, library, now);
        var (loaded, line) = await OfAsync(library, kind, ct);
        var signing = line.Signing(provider is null ? null : CertificateKinds.DayOf(provider, library, kind, line, now), now)
            ?? throw new InvalidOperationException($"There is no {kind} certificate that signs for the library '{library.Slug}'. Run 'digitalaccess migrate'.");
        return loaded.Keys[signing.Id]
            ?? throw new InvalidOperationException(
                $"The private key of the certificate {signing.Thumbprint} cannot be read: the Data Protection key that wraps it is missing. Bring that back, or run 'digitalaccess keys replace'.");
    }

    /// <summary>Certificates that the library's metadata names, the newest of each kind last.</summary>
    /// <param name="library">Whose metadata.</param>
    /// <param name="provider">The vendor that it is for; null for nobody in particular.</param>
    /// <param name="providers">All vendors.</param>
    /// <param name="ct">To give up.</param>
    public async ValueTask<IReadOnlyList<SamlCertificate>> PublishedAsync(
        Library library, ServiceProvider? provider, IReadOnlyCollection<ServiceProvider> providers, CancellationToken ct)
    {
        var (now, days) = (clock.GetUtcNow(), providers.Select(p => p.OwnDay(library)).OfType<DateTimeOffset>().ToList());
        var published = new List<SamlCertificate>();
        foreach (var kind in provider is null ? CertificateKinds.Published(providers, library, now, options.Value) : CertificateKinds.Published(provider, library, now, options.Value))
            published.AddRange((await OfAsync(library, kind, ct)).Line.Published(days, now, options.Value));
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
        _loaded = new Loaded(rows, rows.ToFrozenDictionary(r => r.Id, r => known?.GetValueOrDefault(r.Id) ?? TryRead(r, isNew: known?.ContainsKey(r.Id) != true)));
    }

    private async ValueTask<(Loaded Loaded, CertificateLine Line)> OfAsync(Library library, CertificateKind kind, CancellationToken ct)
    {
        var owner = library.Certificates is { IsOwn: true } ? library.Id : (Guid?)null;
        if (_loaded is not { } loaded || !loaded.Rows.Any(r => r.LibraryId == owner && r.Kind == kind))
        {
            await LoadAsync(ct);
            loaded = _loaded!;
        }

        return (loaded, CertificateLine.Of(loaded.Rows, library, kind));
    }

    /// <summary>One that cannot be read stops no other: it is told here once, and again to whoever needs it.</summary>
    private SigningKey? TryRead(SamlCertificate row, bool isNew)
    {
        try
        {
            return Read(row);
        }
        catch (CryptographicException e)
        {
            if (isNew)
                logger.KeyNotRead(row.Thumbprint, e.Message);
            return null;
        }
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

    private sealed record Loaded(IReadOnlyList<SamlCertificate> Rows, FrozenDictionary<Guid, SigningKey?> Keys);
}
