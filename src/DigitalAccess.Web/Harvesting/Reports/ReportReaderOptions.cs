namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>What of a vendor's oddities is agreed to be taken.</summary>
/// <param name="TakesCountsAsText">Whether a count may be written as a text, as at least one platform writes all of them.</param>
internal sealed record ReportReaderOptions(bool TakesCountsAsText = true);

/// <summary>What came cannot be read as a report, and nothing of it is to be used. The message is for people, and repeats nothing of what came.</summary>
internal sealed class ReportUnreadableException(string message, Exception? inner = null) : Exception(message, inner);
