using System.Globalization;
using DigitalAccess.Web.Entitlement;
using Microsoft.Extensions.Localization;

namespace DigitalAccess.Web.Pages;

internal static class RefusalTexts
{
    /// <summary>Why, in one sentence; "the service" and "your library" stand in for names that are not known.</summary>
    public static string Sentence(RefusalReason reason, IStringLocalizer text, string? resource = null, string? library = null)
    {
        var sentence = text[$"Refusal.{reason}", resource ?? text["Help.TheService"], library ?? text["Help.YourLibrary"]].Value;
        return char.ToUpper(sentence[0], CultureInfo.CurrentUICulture) + sentence[1..];
    }
}
