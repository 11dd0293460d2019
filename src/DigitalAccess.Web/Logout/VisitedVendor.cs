namespace DigitalAccess.Web.Logout;

internal sealed record VisitedVendor(string Name, VendorStanding Standing)
{
    public static VendorStanding StandingOf(LogoutNotice notice) => notice switch
    {
        { Way: LogoutWay.None } => VendorStanding.CannotBeTold,
        { Way: LogoutWay.FrontChannel } => VendorStanding.Asked,
        { State: LogoutState.Done } => VendorStanding.Closed,
        { State: LogoutState.GivenUp } => VendorStanding.NotClosed,
        { Way: LogoutWay.InTurn, Attempts: > 0 } => VendorStanding.Unanswered,
        { LastFault: not null } => VendorStanding.NotReached,
        _ => VendorStanding.Closing,
    };
}

/// <summary>How it stands with one vendor; of several sign-ins at the same, the worst counts, which is the later here.</summary>
internal enum VendorStanding
{
    Closed,

    /// <summary>The first attempt is under way, or the browser is about to be led there.</summary>
    Closing,

    /// <summary>The browser was asked, and nobody can see whether it worked.</summary>
    Asked,

    /// <summary>It did not work yet, and is tried again.</summary>
    NotReached,

    /// <summary>The browser was led there and is back without an answer. One may still come, but we do not ask again.</summary>
    Unanswered,

    /// <summary>It did not work, and is not tried again.</summary>
    NotClosed,

    /// <summary>There is no way.</summary>
    CannotBeTold,
}
