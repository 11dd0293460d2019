using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.About;

/// <summary>The accessibility statement that the law asks for, with a way to report what does not work.</summary>
[AllowAnonymous]
internal sealed class AccessibilityModel : PageModel;
