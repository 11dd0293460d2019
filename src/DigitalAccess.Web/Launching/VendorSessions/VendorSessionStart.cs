namespace DigitalAccess.Web.Launching.VendorSessions;

/// <summary>What came of asking a vendor for a session.</summary>
internal abstract record VendorSessionStart
{
    private VendorSessionStart() { }

    public sealed record Begun(string Url) : VendorSessionStart;

    /// <summary>The vendor demands what may not be told, or what nobody knows.</summary>
    public sealed record AttributeMissing : VendorSessionStart;

    /// <param name="Reason">In our words, for the log: nothing of what the vendor wrote.</param>
    /// <param name="TryAgainIn">How long the vendor wants to be left alone; null where it does not say.</param>
    public sealed record Unavailable(string Reason, TimeSpan? TryAgainIn) : VendorSessionStart;
}
