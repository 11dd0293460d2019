using System.Text.RegularExpressions;
using DigitalAccess.Web.Hosting;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>The way from a door to the login page, with the library chosen when the door knows it.</summary>
internal static partial class SignInFirst
{
    public static SeeOther Redirect(string transaction, string? library) =>
        SeeOther.To(library is not null && SlugPattern().IsMatch(library) ? $"/login/{library}?t={transaction}" : $"/login?t={transaction}");

    [GeneratedRegex(@"\A[a-z0-9-]{1,60}\z")]
    private static partial Regex SlugPattern();
}
