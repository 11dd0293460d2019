using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.Staff.Login;

/// <summary>E-mail and password. Whatever is wrong with them, the answer reads and takes the same.</summary>
[AllowAnonymous]
[RequestSizeLimit(4 * 1024 * 1024)]
internal sealed class IndexModel(StaffSignIn signIn, StaffSteps steps, AnswerPacing pacing) : PageModel
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public bool Failed { get; private set; }

    /// <summary>What was typed is shown again, unless it can be no e-mail at all.</summary>
    public string? ShownEmail => Email is { Length: <= 254 } ? Email : null;

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var started = pacing.Start();
        if (await signIn.GivePasswordAsync(Email, Password, HttpContext.Connection.RemoteIpAddress, ct) is { } member)
        {
            var step = steps.Begin(member);
            steps.Keep(HttpContext, step);
            return SeeOther.To(step.NewSecret is null ? "/staff/code" : "/staff/enrol");
        }

        await pacing.FinishAsync(started, ct);
        Failed = true;
        return Page();
    }
}
