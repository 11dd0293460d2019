using DigitalAccess.Web.Entitlement;

namespace DigitalAccess.Web.Launching;

/// <summary>Where a click on a tile leads.</summary>
internal abstract record LaunchResult
{
    private LaunchResult() { }

    public sealed record Redirect(string Url) : LaunchResult;
    public sealed record Refused(RefusalReason Reason, Guid ResourceId, string Receipt) : LaunchResult;
    public sealed record NoSuchResource : LaunchResult;

    /// <summary>The resource has no links to titles, or the text names none.</summary>
    public sealed record NoSuchTitle : LaunchResult;
}
