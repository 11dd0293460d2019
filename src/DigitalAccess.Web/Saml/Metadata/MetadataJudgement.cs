using System.Globalization;
using System.Text;
using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Saml2.Model;

namespace DigitalAccess.Web.Saml.Metadata;

/// <summary>
/// Decides whether what came replaces what is kept. What is not to be relied upon changes nothing but the fault that is told:
/// where a certificate was agreed, whoever takes over a vendor's web server cannot so much as stop its patrons.
/// </summary>
internal static class MetadataJudgement
{
    /// <returns>What is kept, read again; null where nothing is kept that can be read.</returns>
    public static ServiceProviderMetadata? Kept(StoredMetadata stored)
    {
        try
        {
            return stored.Xml is { } xml ? MetadataReader.ReadKept(Encoding.UTF8.GetBytes(xml)) : null;
        }
        catch (SamlException)
        {
            // Kept by an earlier release, whose rules were others.
            return null;
        }
    }

    /// <summary>What sign-ins go by, as long as it is valid.</summary>
    /// <returns>Null where nothing is kept, or only what is another entity's or was accepted without the key that is demanded now.</returns>
    public static ServiceProviderMetadata? InUse(StoredMetadata? stored, WantedMetadata wanted) =>
        stored is not null && stored.Trust == wanted.Trust && Kept(stored) is { } kept && kept.EntityId == wanted.EntityId ? kept : null;

    public static void Apply(StoredMetadata stored, WantedMetadata wanted, MetadataAnswer answer, DateTimeOffset now)
    {
        stored.CheckedAt = now;
        if (stored.Terms != wanted.Terms)
        {
            // What was judged under other terms is not to be confirmed by a server that merely has no other.
            (stored.Terms, stored.ETag) = (wanted.Terms, null);
        }

        switch (answer)
        {
            case MetadataAnswer.Good good:
                stored.Trust = wanted.Trust;
                TakeOver(stored, good.Reading, good.ETag, now);
                break;
            case MetadataAnswer.Unchanged when stored.ValidUntil <= now:
                Fail(stored, string.Create(CultureInfo.InvariantCulture, $"The metadata was valid until {stored.ValidUntil.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and its server has no other."), now);
                break;
            case MetadataAnswer.Unchanged:
                Succeed(stored, Kept(stored)?.CacheDuration, now);
                break;
            case MetadataAnswer.Failed failed:
                Fail(stored, failed.Reason, now);
                break;
        }
    }

    private static void TakeOver(StoredMetadata stored, MetadataReading reading, string? etag, DateTimeOffset now)
    {
        var before = Kept(stored) is { } kept && kept.EntityId == reading.Metadata.EntityId ? kept : null;
        var changes = before is null ? [] : MetadataDifference.Between(before, reading.Metadata);
        if (before is null || changes.Count > 0)
            (stored.Changes, stored.ChangedAt) = ([.. changes], now);
        (stored.Xml, stored.FetchedAt) = (Encoding.UTF8.GetString(reading.Entity.Span), now);
        (stored.ValidUntil, stored.ETag) = (reading.Metadata.ValidUntil, etag);
        Succeed(stored, reading.Metadata.CacheDuration, now);
    }

    private static void Succeed(StoredMetadata stored, TimeSpan? cacheDuration, DateTimeOffset now)
    {
        (stored.Fault, stored.FaultSince) = (null, null);
        stored.DueAt = MetadataTimetable.NextAfterSuccess(now, cacheDuration, stored.ValidUntil);
    }

    private static void Fail(StoredMetadata stored, string reason, DateTimeOffset now)
    {
        (stored.Fault, stored.FaultSince) = (reason, stored.FaultSince ?? now);
        stored.DueAt = MetadataTimetable.NextAfterFailure(now);
    }
}
