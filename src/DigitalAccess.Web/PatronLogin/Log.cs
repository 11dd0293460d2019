using DigitalAccess.Ils;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>Every log line of patron login: outcomes and ids, never what was typed.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "Login at library {Library}: {Outcome}")]
    internal static partial void LoginDecided(this ILogger logger, string library, string outcome);

    [LoggerMessage(2002, LogLevel.Error, "Library {Library}'s ILS gave no decision: {Outcome}; reference {Reference}")]
    internal static partial void IlsGaveNoDecision(this ILogger logger, string library, string outcome, string reference);

    [LoggerMessage(2003, LogLevel.Critical, "Library {LibraryId} goes into attack mode: {Cards} different cards failed in ten minutes")]
    internal static partial void AttackModeStarted(this ILogger logger, Guid libraryId, int cards);

    [LoggerMessage(2004, LogLevel.Warning, "Library {Library}: the login was not tried, {Reason}")]
    internal static partial void LoginHeldBack(this ILogger logger, string library, string reason);

    internal static string Name(this PatronVerification verification) => verification switch
    {
        PatronVerification.IlsUnavailable outage => $"IlsUnavailable({outage.Kind})",
        PatronVerification.Misconfigured fault => $"Misconfigured({fault.Fault})",
        PatronVerification.ProtocolError fault => $"ProtocolError({fault.Fault})",
        PatronVerification.Indeterminate doubt => $"Indeterminate({doubt.Reason})",
        _ => verification.GetType().Name,
    };
}
