namespace DigitalAccess.Simulators.Sip2;

/// <summary>One way in which a library system misbehaves. Faults concern patron answers unless they say otherwise.</summary>
public abstract record Sip2Fault
{
    private protected Sip2Fault() { }

    public static Sip2Fault None { get; } = new NoFault();

    /// <summary>Every byte goes out in a segment of its own.</summary>
    public static Sip2Fault SplitAtEveryByte { get; } = new Drip(TimeSpan.Zero);

    public static Sip2Fault OneBytePerSecond { get; } = new Drip(TimeSpan.FromSeconds(1));

    public static Sip2Fault LineFeedFirst { get; } = new LeadingLineFeed();

    public static Sip2Fault AskToResendOnce { get; } = new AskToResend(Forever: false);

    public static Sip2Fault AskToResendForever { get; } = new AskToResend(Forever: true);

    public static Sip2Fault WrongSequence { get; } = new WrongSequenceNumber(ThenRight: false);

    public static Sip2Fault WrongSequenceThenRight { get; } = new WrongSequenceNumber(ThenRight: true);

    public static Sip2Fault OtherPatron { get; } = new OtherPatronsAnswer();

    /// <summary>98 with on-line N, to 99 as well.</summary>
    public static Sip2Fault Offline { get; } = new OfflineStatus();

    public static Sip2Fault NoCq { get; } = new Cq(null);

    public static Sip2Fault EmptyCq { get; } = new Cq("");

    public static Sip2Fault NoErrorDetection { get; } = new ErrorDetectionOff();

    public static Sip2Fault WrongChecksum { get; } = new BadChecksum();

    /// <summary>The certificate is for another name; only with TLS.</summary>
    public static Sip2Fault WrongCertificateName { get; } = new OtherCertificate();

    /// <summary>Connections are accepted, and nothing is ever answered, not even the login.</summary>
    public static Sip2Fault NeverAnswer { get; } = new Silence();

    public static Sip2Fault GarbageBytes { get; } = new Garbage();

    public static Sip2Fault MegabyteWithoutEnd { get; } = new EndlessLine();

    /// <summary>The connection is closed shortly after an answer, without a word.</summary>
    public static Sip2Fault CloseAfterAnswer { get; } = new ClosesAfterAnswer();

    public static Sip2Fault RefuseLogin { get; } = new LoginRefused();

    /// <summary>The patron's name holds a raw delimiter and "CQY", after the real CQ.</summary>
    public static Sip2Fault ForgedFieldInName { get; } = new ForgedField();

    /// <summary>Further bytes follow the answer.</summary>
    public static Sip2Fault SurplusBytes { get; } = new Surplus();

    public static Sip2Fault DelayBy(TimeSpan time) => new Delay(time);

    /// <summary>Only the next patron answer is late; later requests are answered at once, after it.</summary>
    public static Sip2Fault LateAnswer(TimeSpan time) => new Late(time);

    public static Sip2Fault EndLinesWith(string ending) => new LineEnding(ending);

    public static Sip2Fault DropAfter(int bytes) => new Drop(bytes);

    internal sealed record NoFault : Sip2Fault;

    internal sealed record Drip(TimeSpan Pause) : Sip2Fault;

    internal sealed record LeadingLineFeed : Sip2Fault;

    internal sealed record AskToResend(bool Forever) : Sip2Fault;

    internal sealed record WrongSequenceNumber(bool ThenRight) : Sip2Fault;

    internal sealed record OtherPatronsAnswer : Sip2Fault;

    internal sealed record OfflineStatus : Sip2Fault;

    internal sealed record Cq(string? Value) : Sip2Fault;

    internal sealed record ErrorDetectionOff : Sip2Fault;

    internal sealed record BadChecksum : Sip2Fault;

    internal sealed record OtherCertificate : Sip2Fault;

    internal sealed record Silence : Sip2Fault;

    internal sealed record Garbage : Sip2Fault;

    internal sealed record EndlessLine : Sip2Fault;

    internal sealed record ClosesAfterAnswer : Sip2Fault;

    internal sealed record LoginRefused : Sip2Fault;

    internal sealed record ForgedField : Sip2Fault;

    internal sealed record Surplus : Sip2Fault;

    internal sealed record Delay(TimeSpan Time) : Sip2Fault;

    internal sealed record Late(TimeSpan Time) : Sip2Fault;

    internal sealed record LineEnding(string Ending) : Sip2Fault;

    internal sealed record Drop(int Bytes) : Sip2Fault;
}
