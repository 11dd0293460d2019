namespace DigitalAccess.Web.Tests.Conformance;

[Plan("Back-Channel Logout OP", 5)]
public sealed class BackChannelLogoutOp(ConformanceWorld world, ConformanceReport report) : PlanModules(world, report)
{
    private const string Waits = "Back-channel logout is being built.";

    [Module("oidcc-backchannel-logout-discovery-endpoint-verification", "", Skip = Waits)]
    public void DiscoveryEndpointVerification() { }

    [Module("oidcc-backchannel-rp-initiated-logout", "", Skip = Waits)]
    public void RpInitiatedLogout() { }
}
