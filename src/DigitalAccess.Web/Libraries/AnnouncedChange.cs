namespace DigitalAccess.Web.Libraries;

/// <summary>A change of what vendors know us by, that they are told of before it comes.</summary>
/// <param name="At">Since when they are told.</param>
/// <param name="ActiveFrom">When it comes, for vendors that have no day of their own.</param>
internal sealed record AnnouncedChange(DateTimeOffset At, DateTimeOffset ActiveFrom)
{
    /// <summary>The next change, to the other of two.</summary>
    /// <param name="known">The change before; null where there was none.</param>
    /// <param name="now">Now.</param>
    /// <param name="notice">How long vendors are told before. A change that has not come yet is taken back at once.</param>
    /// <param name="vendorChanges">The day of the one vendor whose change it is; null where it has none, or where it is everybody's.</param>
    public static AnnouncedChange Next(AnnouncedChange? known, DateTimeOffset now, TimeSpan notice, DateTimeOffset? vendorChanges = null) =>
        new(now, now < known?.For(vendorChanges) ? now : now + notice);

    /// <summary>Whether anybody is told before it comes; else it comes at once, to all.</summary>
    public bool HasNotice => ActiveFrom > At;

    /// <summary>When it comes for a vendor.</summary>
    /// <param name="vendorChanges">The vendor's own day; null where it goes with the others.</param>
    public DateTimeOffset For(DateTimeOffset? vendorChanges) => OwnStart(At, vendorChanges) ?? ActiveFrom;

    /// <summary>
    /// When a change comes for a vendor with a day of its own; null where the day speaks of an earlier one. A day speaks of the newest
    /// change that was announced when it was over, so that one left in the registration does not bring the next change early.
    /// </summary>
    public static DateTimeOffset? OwnStart(DateTimeOffset announcedAt, DateTimeOffset? vendorChanges) =>
        vendorChanges is { } day && day.AddDays(1) > announcedAt ? day > announcedAt ? day : announcedAt : null;
}

/// <summary>Whose certificates sign for a library, as vendors have been told.</summary>
/// <param name="IsOwn">Whether its own; else those that libraries share.</param>
/// <param name="Change">When they took over from the others. One without notice left nobody behind that knew the others.</param>
internal sealed record CertificateOwnership(bool IsOwn, AnnouncedChange Change)
{
    /// <summary>Of a library that no vendor knows yet.</summary>
    public static CertificateOwnership FromTheBeginning(DateTimeOffset now) => new(IsOwn: true, new AnnouncedChange(now, now));

    /// <summary>
    /// What is announced when a library is to sign with its own, or no longer. While some vendors have made the change before and
    /// others have not, it waits: neither a notice nor none would be right for all of them.
    /// </summary>
    /// <param name="known">What was announced before; null where the shared ones always signed.</param>
    /// <param name="isOwn">What is wanted.</param>
    /// <param name="now">Now.</param>
    /// <param name="notice">How long vendors are told before.</param>
    /// <param name="vendorsChange">All days that vendors have of their own.</param>
    public static CertificateOwnership? Next(CertificateOwnership? known, bool isOwn, DateTimeOffset now, TimeSpan notice, IEnumerable<DateTimeOffset> vendorsChange)
    {
        if ((known?.IsOwn ?? false) == isOwn)
            return known;
        if (known is { Change: { HasNotice: true } before } && vendorsChange.Any(day => before.For(day) <= now != before.ActiveFrom <= now))
            return known;
        return new CertificateOwnership(isOwn, AnnouncedChange.Next(known?.Change, now, notice));
    }
}
