namespace DigitalAccess.Web.Libraries;

internal static partial class Log
{
    [LoggerMessage(2101, LogLevel.Information, "Library {Library}'s ILS answers")]
    internal static partial void IlsAnswers(this ILogger logger, string library);

    [LoggerMessage(2102, LogLevel.Warning, "Library {Library}'s ILS does not answer: {Error}")]
    internal static partial void IlsIsSilent(this ILogger logger, string library, string? error);

    [LoggerMessage(2103, LogLevel.Error, "Library {Library}'s ILS does not accept us: {Error}; an administrator must act")]
    internal static partial void IlsIsMisconfigured(this ILogger logger, string library, string? error);

    [LoggerMessage(2104, LogLevel.Error, "Library {Library}'s ILS could not be checked")]
    internal static partial void IlsCheckFailed(this ILogger logger, string library, Exception exception);
}
