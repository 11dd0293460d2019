using System.Net;
using DigitalAccess.Ils;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Staff;

public sealed class HelpingAStoppedPatron(TestCluster cluster) : IAsyncLifetime
{
    private const string Card = "9876543210";
    private StaffRig _rig = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await StaffRig.StartAsync(cluster);
        _browser = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("anna"));
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_card_that_nobody_has_tried_has_nothing_against_it()
    {
        var free = await DoAsync("look");
        Assert.Contains("No failed tries are counted against the card", free.Text, StringComparison.Ordinal);
        Assert.Contains("data-focus-on-load", free.Body, StringComparison.Ordinal);
        Assert.Contains("/js/focus.", free.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_card_shows_until_when_and_is_let_try_again()
    {
        await FailAsync(_rig.Habo, times: 5);
        var page = await DoAsync("look");
        Assert.Contains("The card is closed until", page.Text, StringComparison.Ordinal);
        Assert.Contains("Let the card try again", page.Text, StringComparison.Ordinal);

        Assert.Contains("The card may try again now", (await DoAsync("release")).Text, StringComparison.Ordinal);
        Assert.Contains("No failed tries are counted against the card", (await DoAsync("look")).Text, StringComparison.Ordinal);
        var entry = Assert.Single(await _rig.AuditAsync(), e => e.Action == AuditAction.ThrottleReset);
        Assert.Equal((_rig.Habo.Id, null), (entry.LibraryId, entry.Detail));
    }

    [Fact]
    public async Task A_card_closed_to_spare_the_ILSs_own_lock_is_seen_too()
    {
        _rig.Habo.AccessRules.IlsLocksAfter = 3;
        await FailAsync(_rig.Habo, times: 2, device: "their own");
        Assert.Contains("The card is closed until", (await DoAsync("look")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_knows_the_card_and_failed_too_often_is_seen_and_let_try_again()
    {
        await FailAsync(_rig.Habo, times: 10, device: "their own");
        Assert.Contains("The card is closed until", (await DoAsync("look")).Text, StringComparison.Ordinal);
        Assert.Contains("The card may try again now", (await DoAsync("release")).Text, StringComparison.Ordinal);
        await FailAsync(_rig.Habo, times: 1, device: "their own");
    }

    [Fact]
    public async Task The_same_number_at_another_library_is_another_card()
    {
        await FailAsync(_rig.Tranas, times: 5);
        Assert.Contains("No failed tries are counted against the card", (await DoAsync("look")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Region_staff_choose_the_library()
    {
        await FailAsync(_rig.Tranas, times: 5);
        using var region = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("rut", StaffRole.Region));
        var answer = await region.SubmitAsync(await region.GetAsync("/staff/card"), new() { ["Library"] = "tranas", ["Card"] = Card });
        Assert.Contains("The card is closed until", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12\u001e34")]
    public async Task What_is_no_card_number_is_said_to_be_none(string typed)
    {
        var page = await _browser.SubmitAsync(await _browser.GetAsync("/staff/card"), new() { ["Card"] = typed });
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Type a card number", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_number_is_in_no_address_and_no_log_line()
    {
        await FailAsync(_rig.Habo, times: 5);
        await DoAsync("look");
        await DoAsync("release");
        Assert.DoesNotContain(_browser.Trail, address => address.AbsoluteUri.Contains(Card, StringComparison.Ordinal));
        Assert.DoesNotContain(_rig.App.Logs.Ours.Concat(_rig.App.Logs.Lines), line => line.Contains(Card, StringComparison.Ordinal));
    }

    private async Task<Answer> DoAsync(string what) =>
        await _browser.SubmitAsync(await _browser.GetAsync("/staff/card"), new() { ["Card"] = Card, ["Do"] = what });

    /// <summary>Failures as a patron makes them, each after the wait that the one before brought.</summary>
    private async Task FailAsync(Library library, int times, string? device = null)
    {
        Assert.True(CardNumber.TryParse(Card, out var card));
        var ils = await _rig.App.WithDbAsync(db => db.IlsConnections.SingleAsync(c => c.LibraryId == library.Id));
        var key = await _rig.App.WithAsync<LoginThrottle, byte[]>(async t => await t.CardKeyAsync(ils, card, CancellationToken.None));
        for (var i = 0; i < times; i++)
        {
            var verdict = await _rig.App.WithAsync<LoginThrottle, ThrottleVerdict>(t =>
                t.ReserveAsync(new LoginAttempt(key, library.AccessRules.KnownIlsLock(), IPAddress.Parse("192.0.2.7"), OnPremises: false, device), CancellationToken.None));
            Assert.IsType<ThrottleVerdict.Open>(verdict);
            if (i < times - 1)
                _rig.App.Clock.Advance(TimeSpan.FromMinutes(device is null ? new[] { 0, 0, 2, 5 }[i] : 0));
        }
    }
}
