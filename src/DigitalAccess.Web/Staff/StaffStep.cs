using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalAccess.Web.Staff;

/// <summary>A sign-in that is half done: the password was right, the code has not been given.</summary>
/// <param name="Member">Whose password it was.</param>
/// <param name="Stamp">The member's security stamp then; a password that is changed in between voids the step.</param>
/// <param name="ExpiresAt">When the password has to be given again.</param>
/// <param name="NewSecret">What the member's authenticator is to learn, when it knows none yet.</param>
internal sealed record StaffStep(Guid Member, string Stamp, DateTimeOffset ExpiresAt, byte[]? NewSecret)
{
    public override string ToString() => $"StaffStep({Member})";
}

/// <summary>Carries the step under seal in a short-lived cookie: the server keeps nothing for somebody who is not signed in.</summary>
internal sealed class StaffSteps(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string CookieName = "__Host-da_staff_step";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("DigitalAccess.StaffStep");

    public StaffStep Begin(StaffMember member) =>
        new(member.Id, member.SecurityStamp ?? "", clock.GetUtcNow() + Lifetime, member.TwoFactorEnabled ? null : Totp.NewSecret());

    public void Keep(HttpContext http, StaffStep step) => http.Response.Cookies.Append(
        CookieName, Convert.ToBase64String(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(step))), StaffSessions.CookieRules());

    public StaffStep? Find(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 and < 2048 } cookie)
            return null;
        try
        {
            var step = JsonSerializer.Deserialize<StaffStep>(_protector.Unprotect(Convert.FromBase64String(cookie)));
            return step is not null && clock.GetUtcNow() is var now && now < step.ExpiresAt && step.ExpiresAt <= now + Lifetime ? step : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(CookieName, StaffSessions.CookieRules());
}
