using DigitalAccess.Ils;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>The answer to one login; closed, one page text for each case.</summary>
internal abstract record LoginResult
{
    private LoginResult() { }

    public sealed record SignedIn(PatronSession Session) : LoginResult;

    /// <summary>Unknown card and wrong PIN alike.</summary>
    /// <param name="TriesLeft">How many more tries before a pause; null when nothing was asked.</param>
    public sealed record WrongCardOrPin(int? TriesLeft) : LoginResult;

    /// <summary>Too many failures: nobody was asked.</summary>
    public sealed record Wait(TimeSpan For) : LoginResult;

    /// <summary>The library is under attack and this device has to solve or wait first.</summary>
    public sealed record ChallengeFirst : LoginResult;

    public sealed record Blocked(BlockReason Reason) : LoginResult;
    public sealed record Expired(DateOnly? On) : LoginResult;

    /// <summary>The card is in order, but belongs to another library of a shared ILS.</summary>
    public sealed record AnotherLibrarysPatron : LoginResult;

    public sealed record SystemDown(string Reference) : LoginResult;
}
