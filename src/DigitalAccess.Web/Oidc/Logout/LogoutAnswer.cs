namespace DigitalAccess.Web.Oidc.Logout;

/// <summary>What came of telling a vendor once. Reasons are ends of sentences, in our words.</summary>
internal abstract record LogoutAnswer
{
    private LogoutAnswer() { }

    public sealed record Closed : LogoutAnswer;

    /// <summary>The vendor understood and will not (400; Back-Channel Logout 1.0, section 2.8).</summary>
    public sealed record Refused(string Reason) : LogoutAnswer;

    /// <summary>It may work later.</summary>
    /// <param name="Reason">Why it did not.</param>
    /// <param name="LeaveAlone">How long the vendor wants not to be asked; null where it does not say.</param>
    public sealed record Failed(string Reason, TimeSpan? LeaveAlone = null) : LogoutAnswer;

    /// <summary>It will not work until somebody changes a setting.</summary>
    public sealed record Impossible(string Reason) : LogoutAnswer;
}
