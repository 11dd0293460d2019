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
/// The wish counts as seen once it is met, so that one which a fault came between can be sent again: ending twice is ending once.
/// </summary>
internal sealed class VendorsWish(
    NpgsqlDataSource database, RegionSnapshots region, WishSteps steps, IDataProtectionProvider protection, ClockAndOrigin about)
{
    private readonly Sealed<LogoutWish> _seal = new(protection, "DigitalAccess.Saml.LogoutWish");

    private const string DonePath = "slo/done?d=";

    /// <summary>Whether this is an address of ours at which a vendor is answered.</summary>
    public static bool IsAnswer(string target) => target.StartsWith("/saml/", StringComparison.Ordinal) && target.Contains($"/{DonePath}", StringComparison.Ordinal);

    public async Task<IResult> TakeAsync(HttpContext http, Verified<LogoutRequest> request, string? relayState, KnownProvider known, Library library, CancellationToken ct)
    {
        var value = request.Value;
        if (await IsSeenAsync(known, value.Header.Id, ct))
            throw new SamlException(RequestFaults.SeenBefore);
        var wish = new LogoutWish(known.Provider.Slug, library.Slug, value.Header.Id, relayState, value.NameId.Value, value.SessionIndexes);

        // A form of the vendor's page brings no cookie along; the next address, on which we lead the browser on, gets it.
        return HttpMethods.IsPost(http.Request.Method)
            ? SeeOther.To($"/saml/{library.Slug}/slo/continue?d={_seal.Close(wish)}")
            : await EndAsync(http, wish, known, library, ct);
    }

    /// <summary>Goes on with a wish that came by a form.</summary>
    /// <returns>Null where the address holds none, or one that was gone on with: it stays in the browser's history.</returns>
    public async Task<IResult?> ContinueAsync(HttpContext http, string slug, CancellationToken ct) =>
        await OpenAsync(http, slug, ct) is var (wish, known, library) && !await IsSeenAsync(known, wish.RequestId, ct)
            ? await EndAsync(http, wish, known, library, ct)
            : null;

    /// <summary>Answers the vendor when the others have been told, as far as they could be.</summary>
    /// <returns>Null where the address holds no wish.</returns>
    public async Task<IResult?> DoneAsync(HttpContext http, string slug, CancellationToken ct) =>
        await OpenAsync(http, slug, ct) is var (wish, known, library) ? await steps.AnswerAsync(wish, known, library, ct) : null;

    private async Task<IResult> EndAsync(HttpContext http, LogoutWish wish, KnownProvider known, Library library, CancellationToken ct)
    {
        var (here, untold) = await steps.EndAsync(http, wish, known.Provider.EntityId, ct);
        await RememberAsync(known, wish.RequestId);
        if (here is not { } signedOut)
            return await steps.AnswerAsync(wish with { Untold = untold }, known, library, ct);
        var withPage = wish with { SignOutId = signedOut.Id, Untold = untold };
        return signedOut.ByBrowser
            ? await steps.ShowPageAsync(signedOut, $"/saml/{library.Slug}/{DonePath}{_seal.Close(withPage)}", ct)
            : await steps.AnswerAsync(withPage, known, library, ct);
    }

    private async Task<(LogoutWish Wish, KnownProvider Known, Library Library)?> OpenAsync(HttpContext http, string slug, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        return _seal.Open(http.Request.Query["d"]) is { } wish && wish.Library == slug && now.Library(slug) is { Active: true } library
            && KnownProvider.Of(now, now.ServiceProviderBySlug(wish.Provider), about.Now) is { } known ? (wish, known, library) : null;
    }

    private async Task<bool> IsSeenAsync(KnownProvider known, string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select exists (select from saml_message where id = $1)");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = RequestIds.KeyOf(known.Provider.EntityId, id) });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private async Task RememberAsync(KnownProvider known, string id)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(RequestIds.InsertCommand(known.Provider.EntityId, id, about.Now));
        try
        {
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (PostgresException e) when (e.ConstraintName == RequestIds.Key)
        {
            // Two copies that came within the same instant are answered alike.
        }
    }
}

/// <summary>The steps that a wish is met by.</summary>
internal sealed class WishSteps(SessionsAtVendors sessions, SignInTransactions transactions, LogoutReport report, LogoutMessages messages)
{
    /// <summary>For vendors that take no answers the page after the sign-out is the end.</summary>
    private const string Page = "/signedout";

    public Task<EndedByWish> EndAsync(HttpContext http, LogoutWish wish, string entityId, CancellationToken ct) => sessions.EndAsync(http, wish, entityId, ct);

    public async Task<IResult> ShowPageAsync(SignedOut signedOut, string then, CancellationToken ct) =>
        SeeOther.To(signedOut.PageThen(await transactions.BeginAsync(then, resourceId: null, ct)));

    public async Task<IResult> AnswerAsync(LogoutWish wish, KnownProvider known, Library library, CancellationToken ct)
    {
        var all = await report.FindAsync(wish.SignOutId, ct);
        var status = !wish.Untold && (all is null || all.Vendors.All(v => v.Standing is VendorStanding.Closed or VendorStanding.Asked))
            ? StatusAnswer.Success
            : new StatusAnswer(SamlNames.Status.Success, SamlNames.Status.PartialLogout, "Not every other service could be told.");
        return await messages.ResponseAsync(wish.RequestId, wish.RelayState, status, known, library, ct) ?? SeeOther.To(wish.SignOutId is { } id ? $"{Page}?id={id}" : Page);
    }
}
