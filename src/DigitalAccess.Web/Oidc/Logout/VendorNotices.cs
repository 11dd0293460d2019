using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Logout;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Oidc.Logout;

/// <summary>Makes the notice for a client, by the best way that it has registered.</summary>
internal sealed class VendorNotices(LogoutOutbox outbox, IOptions<BrokerOptions> broker)
{
    /// <param name="signOutId">What the page after the sign-out is found by.</param>
    /// <param name="sharedComputer">Whether the next person may sit down at once.</param>
    /// <param name="ended">What has ended.</param>
    /// <param name="party">The client; null when it is gone.</param>
    public LogoutNotice Make(byte[] signOutId, bool sharedComputer, EndedSignIn ended, RelyingParty? party) => party switch
    {
        { BackChannelLogoutUri: not null } => outbox.Make(signOutId, sharedComputer, ended, LogoutWay.BackChannel),
        { FrontChannelLogoutUri: { } address } => outbox.Make(signOutId, sharedComputer, ended, LogoutWay.FrontChannel, FrameOf(address, ended.Sid)),
        _ => outbox.Make(signOutId, sharedComputer, ended, LogoutWay.None),
    };

    /// <summary>Front-Channel Logout 1.0, section 2.</summary>
    private string FrameOf(string address, Guid sid) =>
        QueryHelpers.AddQueryString(address, new Dictionary<string, string?> { ["iss"] = broker.Value.Issuer, [NameTheSignIn.SessionId] = sid.ToString() });
}
