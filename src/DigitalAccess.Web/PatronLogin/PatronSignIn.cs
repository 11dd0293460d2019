using System.Diagnostics;
using System.Text.RegularExpressions;
using DigitalAccess.Ils;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>
/// Card and PIN to session: throttle, ask the library's ILS, apply the library's own rules, start the session.
/// The PIN passes through and is gone.
/// </summary>
internal sealed class PatronSignIn(
    RegionSnapshots region, PatronVerifiers verifiers, LoginGate gate, PatronAccounts accounts, PatronSessions sessions, LoginOutcomes outcomes)
{
    public async Task<LoginResult> SignInAsync(HttpContext http, Library library, LoginInput input, CancellationToken ct)
    {
        var result = await DecideAsync(http, library, input, ct);
        outcomes.Decided(library, result);
        return result;
    }

    private async Task<LoginResult> DecideAsync(HttpContext http, Library library, LoginInput input, CancellationToken ct)
    {
        if (!CardNumber.TryParse(input.Card, out var card) || !Fits(library.LoginForm.CardPattern, input.Card!.Trim())
            || !PinFits(library.LoginForm, input.Pin))
            return new LoginResult.WrongCardOrPin(null);

        if ((await region.GetAsync(ct)).IlsConnection(library.Id) is not { } ils)
            return SystemDown(library, new PatronVerification.Misconfigured(ConfigFault.LoginRefused));

        var pass = await gate.EnterAsync(http, library, ils, card, input, ct);
        return pass switch
        {
            LoginPass.Refused refused => refused.Result,

            // From here on nobody can hang up: a stranger who does so once the PIN is on its way would have had a try that
            // the ILS counts and we do not. The verifier keeps its own time.
            LoginPass.Admitted ticket => await AskAsync(http, library, ils, card, ticket, input, CancellationToken.None),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<LoginResult> AskAsync(
        HttpContext http, Library library, IlsConnection ils, CardNumber card, LoginPass.Admitted ticket, LoginInput input, CancellationToken ct)
    {
        PatronVerification verification;
        try
        {
            verification = await verifiers.For(ils, library).VerifyAsync(new PatronCredentials(card, new Pin(input.Pin ?? ""), input.Language), ct);
        }
        catch
        {
            // Verifiers answer for everything that can go wrong at the ILS; this broke before it was asked.
            await ticket.Reservation.ReleaseAsync(ct);
            throw;
        }

        switch (verification)
        {
            case PatronVerification.Authenticated ok:
                return await AdmitAsync(http, library, ok.Patron, [], null, ticket, input, ct);
            case PatronVerification.Blocked blocked:
                return await AdmitAsync(http, library, blocked.Patron, blocked.Reasons, null, ticket, input, ct);
            case PatronVerification.Expired expired:
                return await AdmitAsync(http, library, expired.Patron, [.. expired.Patron.Blocks.Order()], expired, ticket, input, ct);
            case PatronVerification.InvalidCredentials:
                return await gate.FailedAsync(library, ticket, ct);
            case PatronVerification.TooManyAttempts locked:
                return await gate.LockedByIlsAsync(library, ticket, locked, ct);
            default:
                await ticket.Reservation.ReleaseAsync(ct);
                return SystemDown(library, verification);
        }
    }

    /// <summary>The PIN was right: what the patron learns from here on is theirs to know.</summary>
    private async Task<LoginResult> AdmitAsync(
        HttpContext http, Library library, PatronFacts patron, IReadOnlyList<BlockReason> blocks, PatronVerification.Expired? expired,
        LoginPass.Admitted ticket, LoginInput input,
        CancellationToken ct)
    {
        await ticket.Reservation.SucceedAsync(ct);
        var rules = library.AccessRules;
        if (expired is not null && !rules.AllowExpired)
            return new LoginResult.Expired(expired.On);
        if (blocks.Select(b => (BlockReason?)b).FirstOrDefault(b => rules.StoppingBlocks.Contains(b.ToString()!)) is { } stopping)
            return new LoginResult.Blocked(stopping);
        if (rules.HomeLibraries.Count > 0 && (patron.HomeLibrary is null || !rules.HomeLibraries.Contains(patron.HomeLibrary, StringComparer.OrdinalIgnoreCase)))
            return new LoginResult.AnotherLibrarysPatron();

        var account = await accounts.FindOrCreateAsync(library.Id, patron.Key, ct);
        var facts = new SessionFacts
        {
            BirthYear = patron.BirthYear, Category = patron.Category, HomeLibrary = patron.HomeLibrary, GavePin = library.LoginForm.AsksForPin,
        };
        var session = await sessions.StartAsync(http, account, library.Id, facts, input.SharedComputer, ct);
        if (!input.SharedComputer)
            ticket.RememberDevice(http);
        return new LoginResult.SignedIn(session);
    }

    private LoginResult.SystemDown SystemDown(Library library, PatronVerification verification)
    {
        var reference = ReadableCode.Create();
        outcomes.NoDecision(library, verification, reference);
        return new LoginResult.SystemDown(reference);
    }

    private static bool PinFits(LoginForm form, string? pin) =>
        !form.AsksForPin || (!string.IsNullOrEmpty(pin) && Fits(form.PinPattern, pin));

    /// <summary>Patterns come from the region's file, so they run without backtracking.</summary>
    private static bool Fits(string? pattern, string value) =>
        pattern is null || Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
