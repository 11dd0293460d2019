using System.Text.RegularExpressions;
using DigitalAccess.Web.Hosting;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>The way from a door to the login page, with the library chosen when the door knows it.</summary>
internal static partial class SignInFirst
{
    /// <summary>In the query of the login pages: the language that whoever sent the patron asks for, for this one errand.</summary>
    public const string Language = "ui";

    /// <param name="transaction">Where the patron was on the way to.</param>
    /// <param name="library">Slug of the library that the door knows of.</param>
    /// <param name="language">The language that whoever sent the patron asks for.</param>
    /// <param name="locked">Whether a card of another library would be of no use.</param>
    public static SeeOther Redirect(string transaction, string? library, string? language = null, bool locked = false) => SeeOther.To(
        (library is not null && SlugPattern().IsMatch(library) ? $"/login/{library}?t={transaction}{(locked ? "&locked=true" : "")}" : $"/login?t={transaction}")
        + (language is null ? "" : $"&{Language}={language}"));

    [GeneratedRegex(@"\A[a-z0-9-]{1,60}\z")]
    private static partial Regex SlugPattern();
}
