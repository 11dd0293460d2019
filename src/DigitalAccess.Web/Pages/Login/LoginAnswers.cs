using System.Globalization;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.Extensions.Localization;

namespace DigitalAccess.Web.Pages.Login;

/// <summary>How each outcome of a login is answered: its status and its words, in one place.</summary>
internal static class LoginAnswers
{
    /// <summary>Nobody waits longer than this: the library can open the card at once.</summary>
    private static readonly TimeSpan ADay = TimeSpan.FromDays(1);

    public static int Status(LoginResult result, HttpResponse response)
    {
        switch (result)
        {
            case LoginResult.Wait wait:
                response.Headers.RetryAfter = ((int)Math.Ceiling(wait.For.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return StatusCodes.Status429TooManyRequests;
            case LoginResult.SystemDown:
                return StatusCodes.Status503ServiceUnavailable;
            default:
                return StatusCodes.Status200OK;
        }
    }

    /// <summary>How grave it looks: an outage is no fault of the patron's, a wait passes by itself.</summary>
    public static string? Look(LoginResult result) => result switch
    {
        LoginResult.SystemDown => null,
        LoginResult.Wait or LoginResult.ChallengeFirst => "notice-warn",
        _ => "notice-error",
    };

    public static string Icon(LoginResult result) => result switch
    {
        LoginResult.SystemDown => "info",
        LoginResult.Wait or LoginResult.ChallengeFirst => "triangle-alert",
        _ => "octagon-x",
    };

    public static string Heading(LoginResult result, IStringLocalizer text) => result switch
    {
        LoginResult.WrongCardOrPin => text["Login.Wrong.Heading"],
        LoginResult.Wait => text["Login.Wait.Heading"],
        LoginResult.ChallengeFirst => text["Login.Challenge.Heading"],
        LoginResult.Blocked => text["Login.Blocked.Heading"],
        LoginResult.Expired => text["Login.Expired.Heading"],
        LoginResult.AnotherLibrarysPatron => text["Login.OtherLibrary.Heading"],
        LoginResult.SystemDown => text["Login.Down.Heading"],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Text(LoginResult result, Library library, IStringLocalizer text) => result switch
    {
        LoginResult.WrongCardOrPin wrong => Wrong(wrong, library, text),
        LoginResult.Wait { For: var wait } when wait > ADay => text["Login.Wait.TextLibrary", library.Name],
        LoginResult.Wait wait => text["Login.Wait.Text", DurationWords.Of(wait.For, text)],
        LoginResult.ChallengeFirst => text["Login.Challenge.Text", (int)LoginChallenges.QueueTime.TotalSeconds],
        LoginResult.Blocked blocked => text[$"Login.Blocked.{blocked.Reason}", library.Name],
        LoginResult.Expired { On: { } day } => text["Login.Expired.TextOn", day.ToString("d MMMM yyyy", CultureInfo.CurrentCulture), library.Name],
        LoginResult.Expired => text["Login.Expired.Text", library.Name],
        LoginResult.AnotherLibrarysPatron => text["Login.OtherLibrary.Text", library.Name],
        LoginResult.SystemDown down => text["Login.Down.Text", library.Name, down.Reference],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Near the end it tells how many tries are left; where none is, it promises none.</summary>
    private static string Wrong(LoginResult.WrongCardOrPin wrong, Library library, IStringLocalizer text)
    {
        var reason = text[library.LoginForm.AsksForPin ? "Login.Wrong.Text" : "Login.Wrong.TextCardOnly"].Value;
        return wrong.TriesLeft switch
        {
            1 => $"{reason} {text["Login.Wrong.OneTryLeft"]}",
            2 => $"{reason} {text["Login.Wrong.TriesLeft", 2]}",
            _ => reason,
        };
    }
}
