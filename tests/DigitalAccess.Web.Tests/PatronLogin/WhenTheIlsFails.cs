using System.Collections.Concurrent;
using System.Diagnostics;
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

    [Fact, Trait("Case", "LOGIN-021")]
    public async Task A_hanging_ILS_holds_up_its_own_library_and_no_other()
    {
        await using var hanging = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352988", RandomPatrons = 200 });
        hanging.Fault = Sip2Fault.NeverAnswer;
        await using var healthy = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352987", RandomPatrons = 200 });
        await world.App.Given.LibraryAsync("hanging", hanging);
        await world.App.Given.LibraryAsync("healthy", healthy);
        var slow = CrowdAsync(hanging, "hanging", "198.19.1");
        var quick = CrowdAsync(healthy, "healthy", "198.19.2");

        Assert.All(await quick, a => Assert.Equal("/", a.Page.Address.AbsolutePath));
        Assert.All(await slow, a => Assert.Equal(HttpStatusCode.ServiceUnavailable, a.Page.Status));
        Assert.True((await slow).Max(a => a.Took) < TimeSpan.FromSeconds(12), $"{(await slow).Max(a => a.Took)}");

        // The breaker is open: further patrons are told at once, but for the one whose login is its next trial.
        await TimeAsync(hanging.Patron("Teen"), "hanging", "198.19.3.2");
        var told = await TimeAsync(hanging.Patron("Adult"), "hanging", "198.19.3.1");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, told.Page.Status);
        Assert.True(told.Took < TimeSpan.FromSeconds(2), $"{told.Took}");
    }

    /// <summary>A hundred patrons of one library, twenty at a time.</summary>
    private async Task<IReadOnlyCollection<(Answer Page, TimeSpan Took)>> CrowdAsync(SimulatedIls ils, string library, string network)
    {
        var answers = new ConcurrentBag<(Answer, TimeSpan)>();
        await Parallel.ForEachAsync(ils.Patrons.Where(p => p.Scenario is null).Take(100).Select((p, i) => (p, i)), new ParallelOptions { MaxDegreeOfParallelism = 20 },
            async (patron, _) => answers.Add(await TimeAsync(patron.p, library, $"{network}.{patron.i}")));
        return answers;
    }

    private async Task<(Answer Page, TimeSpan Took)> TimeAsync(SimulatedPatron patron, string library, string from)
    {
        using var browser = world.App.Browser(from);
        var form = await browser.GetAsync($"/login/{library}");
        var started = Stopwatch.GetTimestamp();
        var page = await browser.SubmitAsync(form, new() { ["card"] = patron.Card, ["pin"] = patron.Pin });
        return (page, Stopwatch.GetElapsedTime(started));
    }

    private static async Task<Answer> TryAsync(Browser browser, SimulatedIls ils, string library) =>
        await browser.SubmitAsync(await browser.GetAsync($"/login/{library}"), new() { ["card"] = ils.Patron("Adult").Card, ["pin"] = ils.Patron("Adult").Pin });
}
