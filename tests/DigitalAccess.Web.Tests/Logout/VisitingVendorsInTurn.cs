using DigitalAccess.Web.Logout;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Logout;

/// <summary>Vendors that only a visit signs out: the page leads to each once, one after the other, and no dead vendor traps the patron.</summary>
public sealed class VisitingVendorsInTurn(LogoutStage stage) : IClassFixture<LogoutStage>
{
    private LogoutOutbox Outbox => stage.App.Services.GetRequiredService<LogoutOutbox>();

    [Fact]
    public async Task The_page_names_the_vendor_and_leads_there_by_itself()
    {
        var id = await EndedAsync("Film & kartor");
        using var browser = stage.App.Browser();
        var page = await browser.GetAsync($"/signedout?id={id}");
        Assert.Contains("Film & kartor Being closed now.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Continue to sign out at Film & kartor", page.Text, StringComparison.Ordinal);
        Assert.Equal($"/signedout/next?id={id}", page.LinkStartingWith("/signedout/next"));
        Assert.Contains($"<noscript><meta http-equiv=\"refresh\" content=\"1;url=/signedout/next?id={id}\"></noscript>", page.Body, StringComparison.Ordinal);
        Assert.Contains("data-farewell-on", page.Body, StringComparison.Ordinal);
        Assert.Contains("/js/signedout.", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("This page updates by itself", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vendors_are_visited_in_order_and_each_once()
    {
        var (id, other) = (await EndedAsync("one", "two", "three"), await EndedAsync("elsewhere"));
        foreach (var expected in new[] { "one", "two", "three", null })
            Assert.Equal(expected, (await NextAsync(id))?.Recipient);
        Assert.Equal(("elsewhere", 1), (await NextAsync(other) is { } next ? (next.Recipient, next.Attempts) : default));
    }

    [Fact]
    public async Task Of_many_requests_at_once_each_gets_another_vendor()
    {
        var id = await EndedAsync("a", "b", "c", "d");
        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => NextAsync(id)));
        var left = new List<LogoutNotice?>(taken);
        while (await NextAsync(id) is { } later)
            left.Add(later);
        Assert.Equal(["a", "b", "c", "d"], left.OfType<LogoutNotice>().Select(n => n.Recipient).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_vendor_that_leads_nobody_back_does_not_trap_the_patron()
    {
        var id = await EndedAsync("dead", "alive");
        using var browser = stage.App.Browser();
        await NextAsync(id);
        var back = await browser.GetAsync($"/signedout?id={id}");
        Assert.Contains("dead The service has not answered. You may still be signed in there. Sign out there, or close the browser.", back.Text, StringComparison.Ordinal);
        Assert.Contains("Continue to sign out at alive", back.Text, StringComparison.Ordinal);

        await Outbox.AnsweredAsync((await NextAsync(id))!.Id, closed: true, fault: null, CancellationToken.None);
        var end = await browser.GetAsync($"/signedout?id={id}");
        Assert.Contains("alive Closed. The service has signed you out.", end.Text, StringComparison.Ordinal);
        Assert.Contains("1 of 2 services may still be open", end.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", end.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("/js/signedout.", end.Body, StringComparison.Ordinal);
        Assert.Contains("Sign in again", end.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_yes_counts_whenever_it_comes_and_a_no_only_before_anything_is_settled()
    {
        var id = await EndedAsync("vendor");
        var notice = (await NextAsync(id))!;
        await Outbox.AnsweredAsync(notice.Id, closed: false, "the vendor answered that it could not", CancellationToken.None);
        Assert.Equal((LogoutState.GivenUp, "the vendor answered that it could not", true), await StateAsync(notice));
        using var browser = stage.App.Browser();
        Assert.Contains("vendor The service could not be told, and we do not try again.", (await browser.GetAsync($"/signedout?id={id}")).Text, StringComparison.Ordinal);

        await Outbox.AnsweredAsync(notice.Id, closed: true, fault: null, CancellationToken.None);
        await Outbox.AnsweredAsync(notice.Id, closed: false, "too late", CancellationToken.None);
        Assert.Equal((LogoutState.Done, null, true), await StateAsync(notice));
    }

    [Fact]
    public async Task Nobody_answers_so_for_a_vendor_that_is_told_in_another_way()
    {
        var id = await EndedAsync();
        var notice = await AddAsync(id, "told", LogoutWay.BackChannel);
        Assert.Null(await NextAsync(id));
        await Outbox.AnsweredAsync(notice.Id, closed: true, fault: null, CancellationToken.None);
        Assert.Equal(LogoutState.Waiting, (await StateAsync(notice)).State);
    }

    [Fact]
    public async Task The_way_back_to_the_vendor_that_asked_comes_after_all_others()
    {
        var id = await EndedAsync("film");
        var target = "/connect/logout?client_id=tidningen&post_logout_redirect_uri=https%3A%2F%2Fpaper.example%2Fbye";
        var transaction = await stage.App.WithAsync<SignInTransactions, string>(t => t.BeginAsync(target, resourceId: null, CancellationToken.None));
        using var browser = stage.App.Browser();
        var first = await browser.GetAsync($"/signedout?id={id}&t={transaction}");
        Assert.Equal($"/signedout/next?id={id}&t={transaction}", first.LinkStartingWith("/signedout/next"));

        await NextAsync(id);
        var then = await browser.GetAsync($"/signedout?id={id}&t={transaction}");
        Assert.Equal(target, then.LinkStartingWith("/connect/logout"));
        Assert.DoesNotContain("/signedout/next", then.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_that_is_none_goes_no_further()
    {
        var id = await EndedAsync("film");
        using var browser = stage.App.Browser();
        var page = await browser.GetAsync($"/signedout?id={id}&t=%3Cnobodys%3E");
        Assert.Equal($"/signedout/next?id={id}", page.LinkStartingWith("/signedout/next"));
    }

    [Fact]
    public async Task Where_a_frame_has_its_own_vendor_to_tell_it_gets_its_time_first()
    {
        var id = await EndedAsync("film");
        await AddAsync(id, "framed", LogoutWay.FrontChannel, "https://framed.example/front?sid=1");
        using var browser = stage.App.Browser();
        var page = await browser.GetAsync($"/signedout?id={id}");
        Assert.Contains("<iframe src=\"https://framed.example/front?sid=1\"", page.Body, StringComparison.Ordinal);
        Assert.Contains($"content=\"3;url=/signedout/next?id={id}\"", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_never_comes_is_waited_for_a_quarter_of_an_hour_and_no_worker_calls_in_its_place()
    {
        var id = await EndedAsync("left", "visited");
        var visited = (await NextAsync(id))!;
        Assert.Equal("left", visited.Recipient);
        stage.App.Clock.Advance(TimeSpan.FromMinutes(14));
        await RetainAsync();
        Assert.DoesNotContain(await Outbox.TakeDueAsync([], 64, CancellationToken.None), n => n.Way == LogoutWay.InTurn);
        Assert.All(await NoticesAsync(id), n => Assert.Equal(LogoutState.Waiting, n.State));

        stage.App.Clock.Advance(TimeSpan.FromMinutes(1.1));
        Assert.Null(await NextAsync(id));
        await RetainAsync();
        Assert.Equal(
            [("left", LogoutState.GivenUp, "the browser did not come back with an answer"), ("visited", LogoutState.GivenUp, "no browser came to be led there")],
            (await NoticesAsync(id)).Select(n => (n.Recipient, n.State, n.LastFault)));

        stage.App.Clock.Advance(TimeSpan.FromHours(23.9));
        await RetainAsync();
        Assert.Equal(2, (await NoticesAsync(id)).Count);
        stage.App.Clock.Advance(TimeSpan.FromHours(0.2));
        await RetainAsync();
        Assert.Empty(await NoticesAsync(id));
    }

    /// <summary>The id of the page after a sign-out that these vendors are to hear of.</summary>
    private async Task<string> EndedAsync(params string[] vendors)
    {
        var id = OpaqueId.Create();
        foreach (var vendor in vendors)
        {
            await AddAsync(id, vendor, LogoutWay.InTurn);
            stage.App.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        return id;
    }

    private async Task<LogoutNotice> AddAsync(string id, string vendor, LogoutWay way, string? address = null)
    {
        var notice = Outbox.Make(OpaqueId.Hash(id), false, new EndedSignIn(Guid.NewGuid(), vendor, "subject"), way, address);
        await using var connection = new Npgsql.NpgsqlConnection(stage.App.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await LogoutOutbox.WriteAsync([notice], transaction, CancellationToken.None);
        await transaction.CommitAsync();
        return notice;
    }

    private Task<LogoutNotice?> NextAsync(string id) => Outbox.TakeNextInTurnAsync(OpaqueId.Hash(id), CancellationToken.None);

    private async Task<(LogoutState State, string? Fault, bool Settled)> StateAsync(LogoutNotice notice)
    {
        var now = await stage.App.WithDbAsync(db => db.LogoutNotices.AsNoTracking().SingleAsync(n => n.Id == notice.Id));
        return (now.State, now.LastFault, now.DoneAt is not null);
    }

    private Task<List<LogoutNotice>> NoticesAsync(string id)
    {
        var hash = OpaqueId.Hash(id);
        return stage.App.WithDbAsync(db => db.LogoutNotices.AsNoTracking().Where(n => n.SignOutId == hash).OrderBy(n => n.CreatedAt).ToListAsync());
    }

    private Task<bool> RetainAsync() => stage.App.WithDbAsync(async db =>
    {
        await LogoutRetention.RunAsync(db, stage.App.Clock.GetUtcNow(), CancellationToken.None);
        return true;
    });
}
