using System.Security.Claims;
using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Staff;

/// <summary>Who is signed in, read afresh from the database at every request: a changed role counts at once.</summary>
internal sealed record StaffIdentity(Guid Id, string Name, StaffRole Role, Guid? LibraryId)
{
    private const string RoleClaim = "role";
    private const string LibraryClaim = "library";

    /// <summary>Whether the member works for the region and so sees every library.</summary>
    public bool SeesAll => Role is StaffRole.Region or StaffRole.Operator;

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var claims = new List<Claim> { new(ClaimTypes.NameIdentifier, Id.ToString()), new(ClaimTypes.Name, Name), new(RoleClaim, Role.ToString()) };
        if (LibraryId is { } library)
            claims.Add(new Claim(LibraryClaim, library.ToString()));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, ClaimTypes.Name, RoleClaim));
    }

    /// <exception cref="InvalidOperationException">The page that asks has no staff policy.</exception>
    public static StaffIdentity Of(ClaimsPrincipal principal) =>
        principal.Identities.FirstOrDefault(i => i is { AuthenticationType: StaffPolicies.Scheme, IsAuthenticated: true }) is { } identity
            ? new StaffIdentity(
                Guid.Parse(identity.FindFirst(ClaimTypes.NameIdentifier)!.Value),
                identity.Name!,
                Enum.Parse<StaffRole>(identity.FindFirst(RoleClaim)!.Value),
                identity.FindFirst(LibraryClaim) is { } library ? Guid.Parse(library.Value) : null)
            : throw new InvalidOperationException("Nobody of the staff is signed in here.");
}

internal static class VisibleLibraries
{
    /// <summary>The rule of tenancy, within the query: a library's staff see that library alone, and what is not visible is not even loaded.</summary>
    public static IQueryable<Library> VisibleTo(this IQueryable<Library> libraries, StaffIdentity staff)
    {
        if (staff.SeesAll)
            return libraries;
        var own = staff.Role == StaffRole.Library ? staff.LibraryId : null;
        return libraries.Where(l => l.Id == own);
    }
}
