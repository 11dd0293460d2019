using DigitalAccess.Web.Entitlement;

namespace DigitalAccess.Web.Launching;

/// <summary>Where a click on a tile leads.</summary>
internal abstract record LaunchResult
{
    private LaunchResult() { }

    public sealed record Redirect(string Url) : LaunchResult;
    public sealed record Refused(RefusalReason Reason, Guid ResourceId, string Receipt) : LaunchResult;

    /// <summary>The vendor does not answer, or wants to be left alone for a while.</summary>
    public sealed record Unavailable(FailedLaunch Launch) : LaunchResult;
    public sealed record NoSuchResource : LaunchResult;

    /// <summary>The resource has no links to titles, or the text names none.</summary>
    public sealed record NoSuchTitle : LaunchResult;
}
