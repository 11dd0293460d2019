using System.Net;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Usage;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Staff;

public sealed class SeeingOnesOwnLibrary(TestCluster cluster) : IAsyncLifetime
{
    private const string Canary = "Kanariefågeln";
    private StaffRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await StaffRig.StartAsync(cluster);
        var (own, others) = (await _rig.App.Given.ResourceAsync("lexikonet"), await _rig.App.Given.ResourceAsync(Canary));
        var today = _rig.Habo.LocalDate(_rig.App.Clock.GetUtcNow());
        var month = new DateOnly(today.Year, today.Month, 1);
        await _rig.SetAsync(async db =>
        {
            db.UsageDays.AddRange(
                new UsageDay { LibraryId = _rig.Habo.Id, ResourceId = own.Id, Day = today, Launches = 1284, Refusals = 3 },
                new UsageDay { LibraryId = _rig.Tranas.Id, ResourceId = others.Id, Day = today, Launches = 7777, Refusals = 8888 });
            db.RefusalDays.Add(new RefusalDay { LibraryId = _rig.Habo.Id, ResourceId = own.Id, Day = today, Reason = "too-young", Refusals = 3 });
            db.VisitorMonths.AddRange(
                new VisitorMonth { LibraryId = _rig.Habo.Id, ResourceId = own.Id, Month = month, Visitors = 312 },
                new VisitorMonth { LibraryId = _rig.Habo.Id, ResourceId = Guid.Empty, Month = month, Visitors = 312 },
                new VisitorMonth { LibraryId = _rig.Tranas.Id, ResourceId = Guid.Empty, Month = month, Visitors = 9999 });
            db.RollUpStates.Add(new RollUpState { Day = today, CountedAt = _rig.App.Clock.GetUtcNow(), Closed = false });
            await db.SaveChangesAsync();
        });
        foreach (var (library, resource, code) in new[] { (_rig.Habo, own, "K7M2QX"), (_rig.Tranas, others, "TTTTTT") })
            await _rig.SetAsync(async db =>
            {
                await UsagePartitions.EnsureAsync(db, month, CancellationToken.None);
                db.UsageEvents.Add(new UsageEvent
                {
                    Id = Guid.NewGuid(), Month = month, At = _rig.App.Clock.GetUtcNow(), Day = today, LibraryId = library.Id, ResourceId = resource.Id,
                    Door = Door.Portal, Refusal = "too-young", Receipt = code, VisitorKey = [1],
                });
                await db.SaveChangesAsync();
            });
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory, Trait("Case", "ADMIN-003")]
    [InlineData("/staff/usage/tranas")]
    [InlineData("/staff/usage/TRANAS")]
    [InlineData("/staff/usage/tranas?month=2026-10")]
    [InlineData("/staff/usage/tranas.csv")]
    [InlineData("/staff/usage/tranas.csv?month=2026-10")]
    [InlineData("/staff/usage")]
    [InlineData("/staff/usage.csv")]
    [InlineData("/staff/usage/nowhere")]
    [InlineData("/staff/usage/nowhere.csv")]
    [InlineData("/staff/vendors/saml")]
    [InlineData("/staff/certificates")]
    [InlineData("/ops/jobs")]
    public async Task What_is_another_librarys_does_not_exist(string address)
    {
        using var browser = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("anna"));
        var answer = await browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        AssertNothingOfTranas(answer);
    }

    [Theory, Trait("Case", "ADMIN-003")]
    [InlineData("/staff")]
    [InlineData("/staff/usage/habo")]
    [InlineData("/staff/usage/habo?libraryId=tranas&Library=tranas&Slug=tranas")]
    [InlineData("/staff/usage/habo.csv?library=tranas")]
    [InlineData("/staff/card")]
    [InlineData("/staff/receipt")]
    public async Task Nothing_of_another_library_is_on_any_page(string address)
    {
        using var browser = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("anna"));
        var answer = await browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        AssertNothingOfTranas(answer);
        Assert.StartsWith("no-store", answer.Headers["Cache-Control"], StringComparison.Ordinal);
    }

    [Fact, Trait("Case", "ADMIN-003")]
    public async Task Another_librarys_cards_and_receipts_are_out_of_reach()
    {
        using var browser = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("anna"));
        foreach (var what in new[] { "look", "release" })
        {
            var form = (await browser.GetAsync("/staff/card")).FormWith(["Card"]);
            var card = await browser.PostAsync(form.Address, new(form.Fields) { ["Library"] = "tranas", ["Card"] = "123456", ["Do"] = what });
            Assert.Equal(HttpStatusCode.NotFound, card.Status);
        }

        var receipt = await browser.SubmitAsync(await browser.GetAsync("/staff/receipt"), new() { ["Code"] = "TTTTTT" });
        Assert.Contains("There is no such code", receipt.Text, StringComparison.Ordinal);
        AssertNothingOfTranas(receipt);
        Assert.DoesNotContain(await _rig.AuditAsync(), e => e.Action == AuditAction.ThrottleReset);
    }

    [Theory]
    [InlineData("/staff")]
    [InlineData("/staff/usage")]
    [InlineData("/staff/usage/habo")]
    [InlineData("/staff/usage/habo.csv")]
    [InlineData("/staff/card")]
    [InlineData("/staff/receipt")]
    [InlineData("/staff/vendors/saml")]
    [InlineData("/staff/certificates")]
    [InlineData("/staff/signout")]
    [InlineData("/ops/jobs")]
    public async Task Nobody_sees_anything_without_signing_in(string address)
    {
        using var browser = _rig.App.Browser();
        var answer = await browser.GetAsync(address);
        Assert.Equal("/staff/login", answer.Address.AbsolutePath);
        Assert.DoesNotContain("1,284", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Region_staff_see_every_library_and_all_together()
    {
        using var browser = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("rut", StaffRole.Region));
        var list = await browser.GetAsync("/staff");
        Assert.Contains("Habo bibliotek 1,284", list.Text, StringComparison.Ordinal);
        Assert.Contains("Tranas bibliotek 7,777", list.Text, StringComparison.Ordinal);
        Assert.Contains("9,061", (await browser.GetAsync("/staff/usage")).Text, StringComparison.Ordinal);
        Assert.Contains("7,777", (await browser.GetAsync("/staff/usage/tranas")).Text, StringComparison.Ordinal);
        Assert.Contains("7777", (await browser.GetAsync("/staff/usage/tranas.csv")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/ops/jobs")).Status);
    }

    [Fact]
    public async Task The_region_s_month_begins_at_the_region_s_midnight()
    {
        var member = await _rig.ReadyMemberAsync("midnight", StaffRole.Region);
        _rig.App.Clock.Advance(new DateTimeOffset(2030, 12, 31, 23, 20, 0, TimeSpan.Zero) - _rig.App.Clock.GetUtcNow());
        using var browser = await _rig.SignedInAsync(member);

        Assert.Contains("January 2031", (await browser.GetAsync("/staff")).Text, StringComparison.Ordinal);
        Assert.Contains("January 2031", (await browser.GetAsync("/staff/usage")).Heading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_see_whether_the_library_system_answers_and_no_stale_word_of_it()
    {
        var (now, habo) = (_rig.App.Clock.GetUtcNow(), _rig.Habo);
        await _rig.SetAsync(async db =>
        {
            db.IlsHealth.Add(new IlsHealth { LibraryId = habo.Id, State = IlsState.Silent, Since = now.AddHours(-2), CheckedAt = now, LastError = "Timeout" });
            await db.SaveChangesAsync();
        });
        using var own = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("egen"));
        using var region = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("region", StaffRole.Region));
        var since = TimeZoneInfo.ConvertTime(now.AddHours(-2), TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));
        foreach (var (browser, address) in new[] { (own, "/staff/usage/habo"), (region, "/staff") })
            Assert.Contains($"The library system does not answer since {since.ToString("d MMM HH:mm", new System.Globalization.CultureInfo("en"))}", (await browser.GetAsync(address)).Text, StringComparison.Ordinal);

        _rig.App.Clock.Advance(TimeSpan.FromMinutes(6));
        var later = await own.GetAsync("/staff/usage/habo");
        Assert.Contains("The library system has not been checked", later.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_who_moves_to_another_library_sees_the_new_one_at_once()
    {
        var member = await _rig.ReadyMemberAsync("anna");
        using var browser = await _rig.SignedInAsync(member);
        await _rig.SetAsync(db => db.Users.Where(m => m.Id == member.Id).ExecuteUpdateAsync(u => u.SetProperty(m => m.LibraryId, _rig.Tranas.Id)));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/staff/usage/habo")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/staff/usage/tranas")).Status);
    }

    [Fact]
    public async Task The_page_shows_the_month_and_the_file_hides_its_small_numbers()
    {
        using var browser = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("anna"));
        var page = await browser.GetAsync("/staff/usage/habo");
        Assert.Contains("lexikonet 1,284 312 3", page.Text, StringComparison.Ordinal);
        Assert.Contains("The patron is too young for the resource 3", page.Text, StringComparison.Ordinal);
        Assert.Contains("data-chart=\"days\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("data-value=\"1284\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page.Body, StringComparison.Ordinal);

        var file = await browser.GetAsync("/staff/usage/habo.csv");
        Assert.Equal("text/csv; charset=utf-8", file.Headers["Content-Type"]);
        Assert.Contains("lexikonet,1284,<5,312\r\n", file.Body, StringComparison.Ordinal);
        Assert.Contains("Total,1284,<5,312\r\n", file.Body, StringComparison.Ordinal);
        var export = Assert.Single(await _rig.AuditAsync(), e => e.Action == AuditAction.UsageExported);
        Assert.Equal(_rig.Habo.Id, export.LibraryId);
    }

    [Fact]
    public async Task A_receipt_says_what_said_no()
    {
        using var browser = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("anna"));
        var answer = await browser.SubmitAsync(await browser.GetAsync("/staff/receipt"), new() { ["Code"] = "k7m-2qx" });
        Assert.Contains("The patron is too young for the resource", answer.Text, StringComparison.Ordinal);
        Assert.Contains("lexikonet", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("' or 1=1--")]
    [InlineData("KKKKKK")]
    [InlineData("")]
    public async Task An_odd_receipt_is_no_receipt(string code)
    {
        using var browser = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("anna"));
        var answer = await browser.SubmitAsync(await browser.GetAsync("/staff/receipt"), new() { ["Code"] = code });
        Assert.Contains("There is no such code", answer.Text, StringComparison.Ordinal);
    }

    private static void AssertNothingOfTranas(Answer answer)
    {
        foreach (var canary in new[] { Canary, "Tranas", "7777", "7,777", "8888", "8,888", "9999", "9,999" })
            Assert.DoesNotContain(canary, answer.Body, StringComparison.Ordinal);
    }
}
