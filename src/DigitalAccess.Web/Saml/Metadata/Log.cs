namespace DigitalAccess.Web.Saml.Metadata;

internal static partial class Log
{
    [LoggerMessage(2601, LogLevel.Error, "The metadata of service provider {Slug} was not taken over, the last good one serves on as long as it is valid: {Reason}")]
    internal static partial void MetadataNotTaken(this ILogger logger, string slug, string reason);

    [LoggerMessage(2602, LogLevel.Warning, "The metadata of service provider {Slug} cannot be brought up to date, for the same reason as before, since {Since:u}")]
    internal static partial void MetadataStillNotTaken(this ILogger logger, string slug, DateTimeOffset since);

    [LoggerMessage(2603, LogLevel.Information, "The metadata of service provider {Slug} is up to date again")]
    internal static partial void MetadataGoodAgain(this ILogger logger, string slug);

    [LoggerMessage(2604, LogLevel.Information, "The metadata of service provider {Slug} changed in {Differences} ways that matter; staff see them at /staff/vendors/saml")]
    internal static partial void MetadataChanged(this ILogger logger, string slug, int differences);

    [LoggerMessage(2605, LogLevel.Error, "The metadata of service provider {Slug} could not be checked; the next try comes in minutes")]
    internal static partial void MetadataNotChecked(this ILogger logger, string slug, Exception exception);

    [LoggerMessage(2606, LogLevel.Error, "The metadata of service providers could not be looked through; the next try comes in minutes")]
    internal static partial void RefreshFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2607, LogLevel.Error, "The metadata of service provider {Slug} was not taken over, and there is none to go by, so no patron can be let in there: {Reason}")]
    internal static partial void MetadataLacking(this ILogger logger, string slug, string reason);
}
