using System.Net;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Staff;

/// <summary>A hundred wrong PINs over a month, the patron at the desk, and the library that opens the card: all of it over HTTP.</summary>
public sealed class LettingAThrottledCardIn(TestCluster cluster) : IAsyncLifetime
{
    private const string WrongPin = "fel-pin-0001";
    private readonly SimulatedIls _ils = SimulatedIls.Start(new SimulatedIlsOptions { LockAfter = 1000, CardPrefix = "2352960" });
    private StaffRig _rig = null!;

    private SimulatedPatron Adult => _ils.Patron("Adult");

    public async ValueTask InitializeAsync()
    {
        _rig = await StaffRig.StartAsync(cluster);
        await _rig.SetAsync(db => db.IlsConnections.ExecuteDeleteAsync());
        await _rig.App.Given.ConnectAsync(_rig.Habo, _ils);
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _ils.DisposeAsync();
    }

    [Fact, Trait("Case", "LOGIN-005")]
    public async Task Staff_see_that_it_is_closed_and_not_what_was_typed_and_the_right_PIN_opens_it_after_their_click()
    {
        using var patron = _rig.App.Browser(from: "192.0.2.40");
        await FailAHundredTimesAsync(patron);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await patron.GiveCardAsync("habo", Adult.Card, Adult.Pin)).Status);
        Assert.Equal(100, _ils.TriesOf(Adult.Card));

        using var staff = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("anna"));
        var seen = await DoAsync(staff, "look");
        Assert.Contains("The card is closed until", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(WrongPin, seen.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Adult.Pin, seen.Text.Replace(Adult.Card, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(Adult.Name, seen.Body, StringComparison.Ordinal);

        Assert.Contains("The card may try again now", (await DoAsync(staff, "release")).Text, StringComparison.Ordinal);
        Assert.Single(await _rig.AuditAsync(), e => e.Action == AuditAction.ThrottleReset);
        Assert.Equal("/", (await patron.GiveCardAsync("habo", Adult.Card, Adult.Pin)).Address.AbsolutePath);
    }

    /// <summary>Ten a day is what a card bears; the hundredth without a success closes it for a day at a time.</summary>
    private async Task FailAHundredTimesAsync(Browser browser)
    {
        for (var day = 0; _ils.TriesOf(Adult.Card) < 100; day++)
        {
            Assert.True(day < 30, $"only {_ils.TriesOf(Adult.Card)} tries in {day} days");
            for (var i = 0; i < 10 && _ils.TriesOf(Adult.Card) < 100; i++)
            {
                await browser.GiveCardAsync("habo", Adult.Card, WrongPin);
                _rig.App.Clock.Advance(TimeSpan.FromMinutes(16));
            }

            if (_ils.TriesOf(Adult.Card) < 100)
                _rig.App.Clock.Advance(TimeSpan.FromHours(22));
        }
    }

    private async Task<Answer> DoAsync(Browser staff, string what) =>
        await staff.SubmitAsync(await staff.GetAsync("/staff/card"), new() { ["Card"] = Adult.Card, ["Do"] = what });
}
