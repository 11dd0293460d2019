namespace DigitalAccess.Web.Staff;

/// <summary>Every log line of staff sign-in and staff work: ids and outcomes, never what was typed.</summary>
internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Information, "Staff member {StaffMember} signed in")]
    internal static partial void StaffSignedIn(this ILogger logger, Guid staffMember);

    [LoggerMessage(4002, LogLevel.Warning, "Staff sign-in failed at {Step}; member {StaffMember}")]
    internal static partial void StaffSignInFailed(this ILogger logger, string step, Guid? staffMember);

    [LoggerMessage(4003, LogLevel.Warning, "Staff sign-in not tried: too many tries from one address")]
    internal static partial void StaffSignInHeldBack(this ILogger logger);
}
