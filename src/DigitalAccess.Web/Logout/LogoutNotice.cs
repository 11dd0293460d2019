namespace DigitalAccess.Web.Logout;

/// <summary>
/// One vendor that is to hear of one ended sign-in. Written in the commit that ends the session, so that no crash forgets
/// anybody; gone a day after it has been settled, because it tells who was where.
/// </summary>
internal sealed class LogoutNotice
{
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the id in the address of the page that the patron sees; the same for all vendors of one session.</summary>
    public required byte[] SignOutId { get; init; }

    /// <summary>Who hears of it, by the name that its protocol has for it, such as an OpenID Connect client's id.</summary>
    public required string Recipient { get; init; }

    /// <summary>The sign-in by the name that the vendor knows.</summary>
    public required Guid Sid { get; init; }

    /// <summary>The patron by the name that the vendor knows.</summary>
    public required string Subject { get; init; }
    public required bool SharedComputer { get; init; }
    public required LogoutWay Way { get; init; }

    /// <summary>Where the browser tells it in a frame, in full; null for the other ways, whose addresses are found when they are needed.</summary>
    public string? Address { get; init; }
    public LogoutState State { get; init; }

    /// <summary>How often the vendor has been asked, or is being asked now.</summary>
    public int Attempts { get; init; }

    /// <summary>How often it said that it will not.</summary>
    public int Refusals { get; init; }

    /// <summary>When it is asked next; while it is being asked, when somebody else takes over.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Why it has not worked so far, in our words.</summary>
    public string? LastFault { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
}

/// <summary>How a vendor can be told.</summary>
internal enum LogoutWay
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Server to server.</summary>
    BackChannel,

    /// <summary>By the patron's browser, unseen by us.</summary>
    FrontChannel,

    /// <summary>
    /// The patron's browser is led to the vendor and back, one vendor after the other (SAML 2.0 Profiles, section 4.4, by
    /// redirect or by form). In a frame the vendor would not see its own cookies, which are SameSite=Lax: only a visit signs out there.
    /// </summary>
    InTurn,
}

internal enum LogoutState
{
    Waiting,

    /// <summary>The vendor has said so; or, by the browser, the browser was asked.</summary>
    Done,
    GivenUp,
}

/// <summary>What a vendor is to forget.</summary>
internal sealed record EndedSignIn(Guid Sid, string Recipient, string Subject);

/// <summary>What becomes of a notice after an attempt.</summary>
internal sealed record LogoutStep(LogoutState State, DateTimeOffset? NextAttemptAt, string? Fault, int Refusals);
