using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Pages;

/// <summary>Lets the login form's redirects reach the vendor that the patron is on the way to, and no other.</summary>
internal sealed class FormTargets(DigitalAccessDb db)
{
    public async Task AllowAsync(HttpContext http, Guid? resourceId, CancellationToken ct)
    {
        if (resourceId is null)
            return;
        var targets = await db.Resources.AsNoTracking().Where(r => r.Id == resourceId)
            .Join(db.RelyingParties.AsNoTracking(), r => r.ClientId, p => p.ClientId, (r, p) => new { r.LaunchUrl, p.RedirectUris, p.AlsoVisits })
            .SingleOrDefaultAsync(ct);
        if (targets is not null)
            SecurityHeaders.AllowFormTargets(http, targets.RedirectUris.Concat(targets.AlsoVisits).Append(targets.LaunchUrl).Select(OriginOf).Distinct());
    }

    /// <summary>Lets the question whether to sign out lead back to the vendor that asked for it.</summary>
    public static void AllowReturn(HttpContext http, SignInTransaction transaction)
    {
        // The address was compared with the registered ones before the transaction was written.
        var query = QueryHelpers.ParseQuery(new Uri(new Uri("http://localhost"), transaction.Target).Query);
        if (query.TryGetValue("post_logout_redirect_uri", out var address) && Uri.TryCreate(address, UriKind.Absolute, out var back))
            SecurityHeaders.AllowFormTargets(http, [OriginOf(back.AbsoluteUri)]);
    }

    private static string OriginOf(string address) => new Uri(address).GetLeftPart(UriPartial.Authority);
}
