using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Staff;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.Staff;

/// <summary>What the page that asks for a code and the page that sets up an authenticator have in common.</summary>
internal abstract class CodePageModel(StaffSteps steps, StaffCodes codes, AnswerPacing pacing) : PageModel
{
    [BindProperty]
    public string? OneTimeCode { get; set; }

    public bool Failed { get; private set; }

    /// <summary>The step that the password began; null sends the browser back to the password.</summary>
    protected StaffStep? FindStep(bool enrolling) => steps.Find(HttpContext) is { } step && step.NewSecret is not null == enrolling ? step : null;

    protected async Task<IActionResult> GiveAsync(StaffStep step, CancellationToken ct)
    {
        var started = pacing.Start();
        switch (await codes.GiveAsync(step, OneTimeCode, ct))
        {
            case CodeResult.SignedIn signedIn:
                StaffSteps.Forget(HttpContext);
                StaffSessions.SetCookie(HttpContext, signedIn.SessionSecret);
                return SeeOther.To("/staff");
            case CodeResult.StartAgain:
                StaffSteps.Forget(HttpContext);
                return SeeOther.To(StaffPolicies.LoginPath);
            default:
                await pacing.FinishAsync(started, ct);
                Failed = true;
                return Page();
        }
    }
}
