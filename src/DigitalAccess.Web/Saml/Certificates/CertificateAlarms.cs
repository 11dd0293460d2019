using System.Globalization;
using Npgsql;

namespace DigitalAccess.Web.Saml.Certificates;

/// <summary>
/// Says in good time that a certificate ends which still signs for somebody. Each of the three times is said once of one vendor,
/// whichever worker comes first.
/// </summary>
internal sealed class CertificateAlarms(CertificateOverview overview, NpgsqlDataSource database, TimeProvider clock, ILogger<CertificateAlarms> logger)
{
    /// <summary>Days before the end, the last first.</summary>
    private static readonly int[] Times = [30, 60, 90];

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var owner in await overview.ReadAsync(ct))
        {
            foreach (var vendor in owner.Vendors)
            {
                var days = (int)Math.Floor((vendor.Signing.NotAfter - clock.GetUtcNow()).TotalDays);
                if (Array.Find(Times, time => days <= time) is var time and > 0 && await IsNewAsync(vendor, time, ct))
                    logger.CertificateEnds(vendor.Provider.Slug, vendor.Signing.Thumbprint, owner.Library?.Slug ?? "the region", days, StandingOf(vendor));
            }
        }
    }

    /// <summary>For the operator who reads the log, with what to do next.</summary>
    private static string StandingOf(VendorStanding vendor) => (vendor.ChangesAt, vendor.Sight) switch
    {
        (null, _) => "there is no newer certificate. Run 'digitalaccess announce-certificate'",
        ({ } at, CertificateSight.Seen) => string.Create(CultureInfo.InvariantCulture, $"it changes on {at.UtcDateTime:yyyy-MM-dd} and has fetched metadata with the newer certificate"),
        ({ } at, CertificateSight.InPart) => string.Create(
            CultureInfo.InvariantCulture, $"it changes on {at.UtcDateTime:yyyy-MM-dd} and has fetched metadata with the newer certificate of some libraries, but not of {vendor.Lacking.Count}"),
        ({ } at, _) => string.Create(CultureInfo.InvariantCulture, $"it changes on {at.UtcDateTime:yyyy-MM-dd} and has not fetched metadata with the newer certificate"),
    };

    private async Task<bool> IsNewAsync(VendorStanding vendor, int time, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "insert into saml_certificate_alarm (certificate_id, service_provider_id, days, said_at) values ($1, $2, $3, $4) on conflict do nothing");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = vendor.Signing.Id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = vendor.Provider.Id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = time });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}

/// <summary>What has been said.</summary>
internal sealed class CertificateAlarm
{
    public required Guid CertificateId { get; init; }
    public required Guid ServiceProviderId { get; init; }

    /// <summary>Which of the times before the end.</summary>
    public required int Days { get; init; }
    public required DateTimeOffset SaidAt { get; init; }
}
