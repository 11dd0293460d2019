using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Keys;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Releases;

/// <summary>Gathers what is known of a patron and has <see cref="ReleaseRules"/> decide what of it a vendor learns.</summary>
internal sealed class PatronClaims(KeyRing keys, RegionSnapshots region, ReleaseAlarm alarm, IOptions<BrokerOptions> broker, TimeProvider clock)
{
    /// <summary>A subject that differs from sector to sector, so that vendors cannot compare patrons (OpenID Connect Core 1.0, 8.1).</summary>
    public async ValueTask<string> SubjectAsync(Guid patronAccountId, string sector, CancellationToken ct)
    {
        var key = await keys.GetAsync(KeyPurpose.Subject, ct);
        byte[] who = [.. patronAccountId.ToByteArray(), .. Encoding.UTF8.GetBytes(sector)];
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, who));
    }

    /// <param name="patron">What the ILS said; null once the session is over, and then less is known.</param>
    /// <param name="library">The patron's library.</param>
    /// <param name="recipient">Who is told: the client, or the resource that the vendor's API opens.</param>
    /// <param name="contract">Its attribute contract.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <param name="pseudonym">The pairwise pseudonym, where the protocol has no place of its own for it.</param>
    public async ValueTask<Release> ReleaseAsync(
        PatronSession? patron, Library library, string recipient, IReadOnlyList<AttributeRelease> contract, CancellationToken ct, string? pseudonym = null)
    {
        var release = ReleaseRules.Decide(contract, new ReleaseFacts(
            library.Slug, library.Name, library.Municipality, await ResidenceAsync(patron, library, ct), library.ScopeAt(new Uri(broker.Value.Origin).Host),
            patron?.Facts.BirthYear is { } year ? library.LocalDate(clock.GetUtcNow()).Year - year : null, pseudonym));
        alarm.Report(recipient, release.Withheld);
        return release;
    }

    private async ValueTask<string?> ResidenceAsync(PatronSession? patron, Library library, CancellationToken ct) =>
        patron is not null && patron.ResidenceAt(library) is { } slug ? (await region.GetAsync(ct)).Library(slug)?.Municipality : null;
}
