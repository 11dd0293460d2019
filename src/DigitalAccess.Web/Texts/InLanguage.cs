using System.Globalization;

namespace DigitalAccess.Web.Texts;

/// <summary>What is made of a text may be for somebody who speaks another language than the request or the machine.</summary>
internal static class InLanguage
{
    /// <summary>For what the calling method goes on to do: the culture flows back to no caller of it.</summary>
    public static void Speak(string? language)
    {
        if (language is not null)
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(language);
    }
}
