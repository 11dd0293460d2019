using DigitalAccess.Ils;
using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>Stands before the ILS: throttle, spray detection and attack mode in one place.</summary>
internal sealed class LoginGate(
    LoginThrottle throttle, SprayDetector sprays, LoginChallenges challenges, KnownDevices devices, LoginOutcomes outcomes)
{
    private static readonly TimeSpan AddressPause = TimeSpan.FromMinutes(10);

    public async Task<LoginPass> EnterAsync(
        HttpContext http, Library library, IlsConnection ils, CardNumber card, LoginInput input, CancellationToken ct)
    {
        var cardKey = await throttle.CardKeyAsync(ils, card, ct);
        var device = devices.Find(http, cardKey);
        if (device is null && await sprays.IsUnderAttackAsync(library.Id, ct) && !await challenges.IsMetAsync(library.Id, input.Challenge, input.Answer, ct))
            return HeldBack(library, new LoginResult.ChallengeFirst(), "the library is under attack");
        if (!input.OnPremises && await sprays.TriesManyCardsAsync(await throttle.AddressKeyAsync(input.Address, ct), ct))
            return HeldBack(library, new LoginResult.Wait(AddressPause), "too many cards from one address");

        return await throttle.ReserveAsync(new LoginAttempt(cardKey, library.AccessRules.KnownIlsLock(), input.Address, input.OnPremises, device), ct) switch
        {
            ThrottleVerdict.Open open => new LoginPass.Admitted(open.Reservation, cardKey, http => devices.Remember(http, cardKey)),
            ThrottleVerdict.Closed closed => HeldBack(library, new LoginResult.Wait(closed.Wait), "too many failures"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async Task<LoginResult> FailedAsync(Library library, LoginPass.Admitted pass, CancellationToken ct)
    {
        await sprays.FailedAsync(library.Id, pass.CardKey, pass.Reservation.AddressKey, ct);
        return new LoginResult.WrongCardOrPin(pass.Reservation.TriesLeft);
    }

    public async Task<LoginResult> LockedByIlsAsync(
        Library library, LoginPass.Admitted pass, PatronVerification.TooManyAttempts locked, CancellationToken ct)
    {
        await sprays.FailedAsync(library.Id, pass.CardKey, pass.Reservation.AddressKey, ct);
        return new LoginResult.Wait(locked.RetryAfter ?? TimeSpan.FromMinutes(15));
    }

    private LoginPass.Refused HeldBack(Library library, LoginResult result, string reason)
    {
        outcomes.HeldBack(library, reason);
        return new LoginPass.Refused(result);
    }
}

internal abstract record LoginPass
{
    private LoginPass() { }

    public sealed record Admitted(Reservation Reservation, byte[] CardKey, Action<HttpContext> RememberDevice) : LoginPass;
    public sealed record Refused(LoginResult Result) : LoginPass;
}
