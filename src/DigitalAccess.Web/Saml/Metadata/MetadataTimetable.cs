namespace DigitalAccess.Web.Saml.Metadata;

/// <summary>When metadata is asked for again (IIP-MD02).</summary>
internal static class MetadataTimetable
{
    private static readonly TimeSpan AtLeast = TimeSpan.FromHours(1);
    private static readonly TimeSpan AtMost = TimeSpan.FromHours(24);

    /// <summary>After a failure; and before the end of validity is missed by a hair.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(15);

    /// <param name="now">When it was checked, and found good.</param>
    /// <param name="cacheDuration">How long it says that it may be kept unasked.</param>
    /// <param name="validUntil">Until when it may be used.</param>
    public static DateTimeOffset NextAfterSuccess(DateTimeOffset now, TimeSpan? cacheDuration, DateTimeOffset? validUntil)
    {
        var wait = cacheDuration is not { } said || said < AtLeast ? AtLeast : said > AtMost ? AtMost : said;
        var next = now + wait;
        if (validUntil is { } end && end - AtLeast < next)
            next = end - AtLeast;
        return next < now + Soon ? now + Soon : next;
    }

    public static DateTimeOffset NextAfterFailure(DateTimeOffset now) => now + Soon;
}
