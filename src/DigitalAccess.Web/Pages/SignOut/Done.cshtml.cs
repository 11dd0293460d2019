using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.SignOut;

/// <summary>Says what is closed, and what we cannot close for the patron.</summary>
[AllowAnonymous]
internal sealed class DoneModel : PageModel;
