using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Pages.Staff.Enrol;

/// <summary>Sets up the authenticator at the first sign-in. Its secret is kept only once a code has shown that it arrived.</summary>
[AllowAnonymous]
internal sealed class IndexModel(StaffSteps steps, StaffCodes codes, AnswerPacing pacing, DigitalAccessDb db, IOptions<BrokerOptions> broker)
    : CodePageModel(steps, codes, pacing)
{
    public QrCode Qr { get; private set; } = null!;

    /// <summary>In groups of four, for typing.</summary>
    public string Secret { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) =>
        FindStep(enrolling: true) is { } step && await ShowAsync(step, ct) ? Page() : SeeOther.To(StaffPolicies.LoginPath);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct) =>
        FindStep(enrolling: true) is { } step && await ShowAsync(step, ct) ? await GiveAsync(step, ct) : SeeOther.To(StaffPolicies.LoginPath);

    private async Task<bool> ShowAsync(StaffStep step, CancellationToken ct)
    {
        var email = await db.Users.Where(m => m.Id == step.Member && !m.TwoFactorEnabled).Select(m => m.Email).SingleOrDefaultAsync(ct);
        if (email is null)
            return false;
        var (secret, issuer) = (Base32.Encode(step.NewSecret), $"DigitalAccess {broker.Value.RegionName}");
        Qr = QrCode.Of($"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(email)}?secret={secret}&issuer={Uri.EscapeDataString(issuer)}");
        Secret = string.Join(' ', secret.Chunk(4).Select(group => new string(group)));
        return true;
    }
}
