using DigitalAccess.Web.Logout;

namespace DigitalAccess.Web.Tests.Logout;

public sealed class VisitedVendorTests
{
    [Theory]
    [InlineData("None", "GivenUp", 0, null, "CannotBeTold")]
    [InlineData("FrontChannel", "Waiting", 0, null, "Asked")]
    [InlineData("FrontChannel", "Done", 0, null, "Asked")]
    [InlineData("BackChannel", "Waiting", 1, null, "Closing")]
    [InlineData("BackChannel", "Waiting", 2, "away", "NotReached")]
    [InlineData("BackChannel", "Done", 3, "away", "Closed")]
    [InlineData("BackChannel", "GivenUp", 1, "no", "NotClosed")]
    [InlineData("InTurn", "Waiting", 0, null, "Closing")]
    [InlineData("InTurn", "Waiting", 1, null, "Unanswered")]
    [InlineData("InTurn", "Done", 1, null, "Closed")]
    [InlineData("InTurn", "GivenUp", 1, "no", "NotClosed")]
    [InlineData("InTurn", "GivenUp", 0, "no browser came to be led there", "NotClosed")]
    public void A_vendor_is_said_to_stand_as_far_as_we_know_and_no_further(string way, string state, int attempts, string? fault, string standing) =>
        Assert.Equal(Enum.Parse<VendorStanding>(standing), VisitedVendor.StandingOf(new LogoutNotice
        {
            Id = Guid.NewGuid(), SignOutId = [1], Recipient = "vendor", Sid = Guid.NewGuid(), Subject = "s", SharedComputer = false, CreatedAt = default,
            Way = Enum.Parse<LogoutWay>(way), State = Enum.Parse<LogoutState>(state), Attempts = attempts, LastFault = fault,
        }));
}
