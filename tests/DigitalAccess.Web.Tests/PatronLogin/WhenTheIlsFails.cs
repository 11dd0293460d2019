using System.Net;
using DigitalAccess.Simulators;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.PatronLogin;

/// <summary>The library's system is silent, gone, or mad: the patron is told so, nothing is counted, nobody gets in.</summary>
public sealed class WhenTheIlsFails(HaboWorld world) : IClassFixture<HaboWorld>
{
    public static TheoryData<string> Faults => ["silent", "garbage", "offline", "refuses us", "no CQ", "other patron", "down"];

    [Theory, MemberData(nameof(Faults))]
    public async Task The_page_says_that_the_system_does_not_answer_and_the_try_does_not_count(string fault)
    {
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352966" });
        var slug = $"fault-{Guid.NewGuid():N}"[..14];
        await world.App.Given.LibraryAsync(slug, ils, sip2: s => s with { Port = fault == "down" ? FreePort.Take() : s.Port, ReplyTimeout = TimeSpan.FromSeconds(1), LoginTimeout = TimeSpan.FromSeconds(1) });
        ils.Fault = fault switch
        {
            "silent" => Sip2Fault.NeverAnswer,
            "garbage" => Sip2Fault.GarbageBytes,
            "offline" => Sip2Fault.Offline,
            "refuses us" => Sip2Fault.RefuseLogin,
            "no CQ" => Sip2Fault.NoCq,
            "other patron" => Sip2Fault.OtherPatron,
            _ => Sip2Fault.None,
        };

        using var browser = world.App.Browser();
        var page = await TryAsync(browser, ils, slug);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.StartsWith("The library's system does not answer", page.Notice, StringComparison.Ordinal);
        Assert.Matches("Reference: [A-Z0-9]{6}", page.Notice);
        Assert.Null(browser.Cookie(PatronSessions.CookieName));
        var counted = await world.App.WithDbAsync(db => db.LoginThrottleCounters.SumAsync(c => c.WindowFailures));
        Assert.Equal(0, counted);
    }

    private static async Task<Answer> TryAsync(Browser browser, SimulatedIls ils, string library) =>
        await browser.GiveCardAsync(library, ils.Patron("Adult").Card, ils.Patron("Adult").Pin);
}
