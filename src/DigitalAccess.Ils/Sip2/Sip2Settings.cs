namespace DigitalAccess.Ils.Sip2;

/// <summary>
/// Everything about one SIP2 connection but the login password. The defaults are the safe choice; every deviation of an ILS
/// from the specification has its own switch here.
/// </summary>
public sealed partial record Sip2Settings
{
    /// <summary>What operators call the connection, in logs and figures.</summary>
    public string Name { get; init; } = "sip2";

    /// <summary>Host name or address of the SIP2 server.</summary>
    public string Host { get; init; } = "";

    /// <summary>Port of the SIP2 server.</summary>
    public int Port { get; init; } = 6001;

    /// <summary>Login user (CN); null sends no login, which some systems want.</summary>
    public string? LoginUser { get; init; }

    /// <summary>Location code (CP) of the login.</summary>
    public string? LocationCode { get; init; }

    /// <summary>Institution id (AO). A wrong one can look like "unknown card" for every patron.</summary>
    public string InstitutionId { get; init; } = "";

    /// <summary>Terminal password (AC), empty in almost every library.</summary>
    public string TerminalPassword { get; init; } = "";

    /// <summary>Whether and how TLS is used.</summary>
    public TlsMode Tls { get; init; }

    /// <summary>The name the certificate must carry, when it is not <see cref="Host"/>.</summary>
    public string? TlsName { get; init; }

    /// <summary>SHA-256 of the server's certificate, 64 hexadecimal digits, for <see cref="TlsMode.Pinned"/>.</summary>
    public string? PinnedCertificateSha256 { get; init; }

    /// <summary>PEM file with the certificate authority, for <see cref="TlsMode.PinnedCa"/>.</summary>
    public string? CaCertificateFile { get; init; }

    /// <summary>PEM file of the client certificate, where the server wants one.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM file of the client certificate's key, when it is not in <see cref="ClientCertificateFile"/>.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>An administrator confirms that plain text to this host runs inside a VPN or a private network.</summary>
    public bool PrivateNetworkConfirmed { get; init; }

    /// <summary>Name of a built-in field profile.</summary>
    public string FieldProfile { get; init; } = "generic";

    /// <summary>Tags of this library that differ from the named profile.</summary>
    public FieldProfile? CustomTags { get; init; }

    /// <summary>Encoding of the texts: cp850, utf-8, iso-8859-1, ascii or another single-byte code page.</summary>
    public string Encoding { get; init; } = "cp850";

    /// <summary>Field delimiter.</summary>
    public char Delimiter { get; init; } = '|';

    /// <summary>How requests end.</summary>
    public Sip2Terminator Terminator { get; init; }

    /// <summary>Whether requests carry a sequence number and a checksum; without them only AA protects against mixing up patrons.</summary>
    public bool ErrorDetection { get; init; } = true;

    /// <summary>Whether checksums of answers are checked; off only for servers that never compute them rightly.</summary>
    public bool VerifyChecksum { get; init; } = true;

    /// <summary>What a missing CQ means.</summary>
    public MissingCq MissingCq { get; init; }

    /// <summary>Whether patrons have PINs.</summary>
    public PinMode PinMode { get; init; }

    /// <summary>What BL N means when the PIN is right.</summary>
    public BlnMeans BlnMeans { get; init; }

    /// <summary>Takes y and n for Y and N in BL and CQ.</summary>
    public bool AcceptLowerCaseFlags { get; init; }

    /// <summary>Whether a patron may type a user name, so that AA comes back as another identifier than was sent.</summary>
    public bool AllowUserNameLogin { get; init; }

    /// <summary>Prefixes in AA beyond those of the field profile.</summary>
    public IReadOnlyList<string> AaPrefixes { get; init; } = [];

    /// <summary>
    /// Regular expression on the screen text (AF) that tells an expired card from another block, for systems that send no
    /// expiry date. It never decides alone: charge privileges must be denied as well.
    /// </summary>
    public string? ExpiredText { get; init; }

    /// <summary>
    /// Regular expression on the screen text (AF) that tells a barred patron, for systems that say so in no other way: beside a
    /// fine it would otherwise pass for the fine alone. It never decides alone: charge privileges must be denied as well.
    /// </summary>
    public string? BlockedText { get; init; }

    /// <summary>Sends 99 after the login; some systems answer 63 only then.</summary>
    public bool SendScStatus { get; init; }

    /// <summary>Sends 35 after each patron.</summary>
    public bool SendEndSession { get; init; }

    /// <summary>Asks with 23 instead of 63, for servers without 63.</summary>
    public bool UseOnly23 { get; init; }

    /// <summary>How times are written in requests.</summary>
    public TimestampZone TimestampZone { get; init; }

    /// <summary>The library's time zone (IANA name): a card is valid through its last local day.</summary>
    public string TimeZone { get; init; } = "Europe/Stockholm";

    /// <summary>Connections open at the same time.</summary>
    public int MaxConnections { get; init; } = 2;

    /// <summary>Verifications that may wait for a connection.</summary>
    public int MaxWaiting { get; init; } = 32;

    /// <summary>How long a verification waits for a connection; part of the time for its first answer.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an unused connection is kept; nought opens one per login.</summary>
    public TimeSpan IdleLife { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Patron requests per connection; nought is unlimited.</summary>
    public int MaxRequestsPerConnection { get; init; }

    /// <summary>Deadline for TCP and TLS.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Deadline for the answer to the login; for the first answer of a verification it runs from the verification's start.</summary>
    public TimeSpan LoginTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Deadline for the complete answer to a patron request; likewise.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Deadline for a whole verification, waiting included.</summary>
    public TimeSpan VerificationTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Only the name: the terminal password is in here.</summary>
    public override string ToString() => $"Sip2Settings({Name})";
}
