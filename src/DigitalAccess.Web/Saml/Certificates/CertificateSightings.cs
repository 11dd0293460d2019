using System.Collections.Concurrent;
using DigitalAccess.Web.Libraries;
using Npgsql;

namespace DigitalAccess.Web.Saml.Certificates;

/// <summary>
/// Who has fetched which certificates when: before a new certificate signs for a vendor, staff see whether the vendor knows
/// it. Nothing of patrons is in it, and no address of anybody. Whoever fetches at the common address is written down by what it
/// calls itself, as long as there are few of these: anybody can make up another.
/// </summary>
internal sealed class CertificateSightings(NpgsqlDataSource database, TimeProvider clock, ILogger<CertificateSightings> logger)
{
    /// <summary>A fetch that tells nothing new is written down so often at most.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    private const int LongestAgent = 100;

    /// <summary>Programs that do not say whose they are, for each library.</summary>
    private const int MostNameless = 50;

    private readonly ConcurrentDictionary<(Guid, string, string), (string Seen, DateTimeOffset At)> _written = new();

    public async Task RememberAsync(Library library, ServiceProvider? provider, IReadOnlyList<SamlCertificate> published, string? userAgent, CancellationToken ct)
    {
        var agent = string.Concat((userAgent ?? "").Where(c => c is >= ' ' and < (char)127).Take(LongestAgent));
        var seen = string.Join(' ', published.Select(c => c.Thumbprint));
        var (key, now) = ((library.Id, provider?.Slug ?? "", provider is null ? agent : ""), clock.GetUtcNow());
        if (_written.TryGetValue(key, out var last) && last.Seen == seen && now - last.At < Again)
            return;
        await using var command = database.CreateCommand(
            """
            insert into saml_certificate_sighting (library_id, service_provider, agent, certificates, first_at, last_at)
            select $1, $2, $3, $4, $5, $5
            where $2 <> '' or exists (select from saml_certificate_sighting where library_id = $1 and service_provider = '' and agent = $3)
                or (select count(*) from saml_certificate_sighting where library_id = $1 and service_provider = '') < $6
            on conflict (library_id, service_provider, agent) do update
                set certificates = excluded.certificates, last_at = excluded.last_at,
                    first_at = case when saml_certificate_sighting.certificates = excluded.certificates then saml_certificate_sighting.first_at else excluded.first_at end
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = library.Id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Item2 });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Item3 });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = seen });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostNameless });
        try
        {
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (NpgsqlException e)
        {
            // Vendors go on reading what is at hand while the database is away.
            logger.SightingNotKept(library.Slug, e.Message);
            return;
        }

        if (_written.Count > 10_000)
            _written.Clear();
        _written[key] = (seen, now);
    }
}

/// <summary>The last fetch of a library's metadata by one vendor, or by one kind of program that does not say whose it is.</summary>
internal sealed class CertificateSighting
{
    public required Guid LibraryId { get; init; }

    /// <summary>Slug of the service provider whose own address was asked; empty for the common one.</summary>
    public required string ServiceProvider { get; init; }

    /// <summary>What the program calls itself, at the common address.</summary>
    public required string Agent { get; init; }

    /// <summary>Thumbprints of the certificates that it was given.</summary>
    public required string Certificates { get; init; }

    /// <summary>Since when it has been given these.</summary>
    public required DateTimeOffset FirstAt { get; init; }
    public required DateTimeOffset LastAt { get; init; }

    public bool Includes(SamlCertificate certificate) => Certificates.Split(' ').Contains(certificate.Thumbprint);
}
