using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Saml.SignOn;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace DigitalAccess.Web.Saml.Logout;

/// <summary>
/// A vendor wishes that the patron be signed out everywhere (SAML Profiles 4.4.3.2). Where there was no session to end the
/// answer is that of a session without other vendors: who asks about somebody does not learn whether there is such a person.
/// </summary>
internal sealed class VendorsWish(NpgsqlDataSource database, RegionSnapshots region, WishSteps steps, IDataProtectionProvider protection, ClockAndOrigin about)
{
    private const string DonePath = "slo/done?d=";

    private readonly Sealed<LogoutWish> _taken = new(protection, "DigitalAccess.Saml.LogoutWish");
    private readonly Sealed<LogoutWish> _ended = new(protection, "DigitalAccess.Saml.LogoutWish.Ended");

    /// <summary>Whether this is an address of ours at which a vendor is answered.</summary>
    public static bool IsAnswer(string target) => target.StartsWith("/saml/", StringComparison.Ordinal) && target.Contains($"/{DonePath}", StringComparison.Ordinal);

    public async Task<IResult> TakeAsync(HttpContext http, Verified<LogoutRequest> request, string? relayState, KnownProvider known, Library library, CancellationToken ct)
    {
        var value = request.Value;
        if (await IsSeenAsync(known, value.Header.Id, ct))
            throw new SamlException(RequestFaults.SeenBefore);
        var wish = new LogoutWish(known.Provider.Slug, library.Slug, value.Header.Id, relayState, value.NameId.Value, value.SessionIndexes, about.Now) { IsAsynchronous = value.IsAsynchronous };

        // A form of the vendor's page brings no cookie along; the next address, on which we lead the browser on, gets it.
        return HttpMethods.IsPost(http.Request.Method)
            ? SeeOther.To($"/saml/{library.Slug}/slo/continue?d={_taken.Close(wish)}")
            : await EndAsync(http, wish, known, library, ct);
    }

    /// <summary>Goes on with a wish that came by a form.</summary>
    /// <returns>Null where the address holds none, or one that is over: it stays in the browser's history.</returns>
    public async Task<IResult?> ContinueAsync(HttpContext http, string slug, CancellationToken ct) =>
        await FindAsync(_taken.Open(http.Request.Query["d"]), slug, ct) is var (wish, known, library)
            && wish.TakenAt + Receiving.Remembered > about.Now && !await IsSeenAsync(known, wish.RequestId, ct)
            ? await EndAsync(http, wish, known, library, ct)
            : null;

    /// <summary>Answers the vendor when the others have been told, as far as they could be.</summary>
    /// <returns>Null where the address holds no wish.</returns>
    public async Task<IResult?> DoneAsync(HttpContext http, string slug, CancellationToken ct) =>
        await FindAsync(_ended.Open(http.Request.Query["d"]), slug, ct) is var (wish, known, library) ? await steps.AnswerAsync(wish, known, library, ct) : null;

    private async Task<IResult> EndAsync(HttpContext http, LogoutWish wish, KnownProvider known, Library library, CancellationToken ct)
    {
        var (here, leavesOpen) = await steps.EndAsync(http, wish, known.Provider.EntityId, ct);
        var ended = wish with { Ended = here, LeavesOpen = leavesOpen };
        if (wish.IsAsynchronous)
            return WishSteps.Stay(here);
        return here is { ByBrowser: true }
            ? await steps.ShowPageAsync(here, $"/saml/{library.Slug}/{DonePath}{_ended.Close(ended)}", ct)
            : await steps.AnswerAsync(ended, known, library, ct);
    }

    private async Task<(LogoutWish Wish, KnownProvider Known, Library Library)?> FindAsync(LogoutWish? wish, string slug, CancellationToken ct)
    {
        if (wish is null || wish.Library != slug)
            return null;
        var now = await region.GetAsync(ct);
        return now.Library(slug) is { } library && KnownProvider.Of(now, now.ServiceProviderBySlug(wish.Provider), about.Now) is { } known ? (wish, known, library) : null;
    }

    private async Task<bool> IsSeenAsync(KnownProvider known, string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select exists (select from saml_message where id = $1)");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = RequestIds.KeyOf(known.Provider.EntityId, id) });
        return await command.ExecuteScalarAsync(ct) is true;
    }
}

/// <summary>The steps that a wish is met by.</summary>
internal sealed class WishSteps(SessionsAtVendors sessions, SignInTransactions transactions, LogoutReport report, LogoutMessages messages)
{
    /// <summary>For vendors that take no answers, or want none, the page after the sign-out is the end.</summary>
    public static IResult Stay(SignedOut? here) => SeeOther.To(here?.Page ?? "/signedout");

    public Task<EndedByWish> EndAsync(HttpContext http, LogoutWish wish, string entityId, CancellationToken ct) => sessions.EndAsync(http, wish, entityId, ct);

    public async Task<IResult> ShowPageAsync(SignedOut signedOut, string then, CancellationToken ct) =>
        SeeOther.To(signedOut.PageThen(await transactions.BeginAsync(then, resourceId: null, ct)));

    public async Task<IResult> AnswerAsync(LogoutWish wish, KnownProvider known, Library library, CancellationToken ct)
    {
        var status = !wish.LeavesOpen && await AreClosedAsync(wish.Ended, ct)
            ? StatusAnswer.Success
            : new StatusAnswer(SamlNames.Status.Success, SamlNames.Status.PartialLogout, "Not every other service could be told.");
        return await messages.ResponseAsync(wish.RequestId, wish.RelayState, status, known, library, ct) ?? Stay(wish.Ended);
    }

    /// <summary>Who comes back so late that nobody knows any more how it went gets no yes.</summary>
    private async Task<bool> AreClosedAsync(SignedOut? ended, CancellationToken ct) =>
        ended is null || (await report.FindAsync(ended.Id, ct) is { } all ? all.Vendors.All(v => v.Standing is VendorStanding.Closed or VendorStanding.Asked) : !ended.ByBrowser);
}
