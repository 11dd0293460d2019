using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DigitalAccess.Web.Pages.Staff.Code;

/// <summary>The six digits, for somebody whose password was right.</summary>
[AllowAnonymous]
internal sealed class IndexModel(StaffSteps steps, StaffCodes codes, AnswerPacing pacing) : CodePageModel(steps, codes, pacing)
{
    public IActionResult OnGet() => FindStep(enrolling: false) is null ? SeeOther.To(StaffPolicies.LoginPath) : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct) =>
        FindStep(enrolling: false) is { } step ? await GiveAsync(step, ct) : SeeOther.To(StaffPolicies.LoginPath);
}
