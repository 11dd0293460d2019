using DigitalAccess.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.Staff.Receipt;

/// <summary>"Why was I stopped?", for the code that the patron was shown.</summary>
[Authorize(StaffPolicies.Staff)]
internal sealed class IndexModel(ReceiptLookup receipts) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Null before anything has been looked up.</summary>
    public IReadOnlyList<Web.Staff.Receipt>? Found { get; private set; }

    public string? ShownCode => Code is { Length: <= 40 } ? Code : null;

    public async Task OnPostAsync(CancellationToken ct) => Found = await receipts.FindAsync(StaffIdentity.Of(User), Code, ct);
}
