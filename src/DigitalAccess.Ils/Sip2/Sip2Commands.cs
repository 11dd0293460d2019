namespace DigitalAccess.Ils.Sip2;

/// <summary>The messages an authenticator needs, with the length of their fixed part (SIP2 2.12, command included).</summary>
internal static class Sip2Commands
{
    public const string Login = "93";
    public const string LoginResponse = "94";
    public const string ScStatus = "99";
    public const string AcsStatus = "98";
    public const string PatronStatus = "23";
    public const string PatronStatusResponse = "24";
    public const string PatronInformation = "63";
    public const string PatronInformationResponse = "64";
    public const string EndSession = "35";
    public const string EndSessionResponse = "36";
    public const string RequestScResend = "96";
    public const string RequestAcsResend = "97";

    /// <summary>The command in its interned form, or null where it is none of ours.</summary>
    public static string? Known(ReadOnlySpan<byte> twoDigits) => twoDigits switch
    {
        [(byte)'6', (byte)'4'] => PatronInformationResponse,
        [(byte)'6', (byte)'3'] => PatronInformation,
        [(byte)'2', (byte)'4'] => PatronStatusResponse,
        [(byte)'2', (byte)'3'] => PatronStatus,
        [(byte)'9', (byte)'3'] => Login,
        [(byte)'9', (byte)'4'] => LoginResponse,
        [(byte)'9', (byte)'6'] => RequestScResend,
        [(byte)'9', (byte)'7'] => RequestAcsResend,
        [(byte)'9', (byte)'8'] => AcsStatus,
        [(byte)'9', (byte)'9'] => ScStatus,
        [(byte)'3', (byte)'5'] => EndSession,
        [(byte)'3', (byte)'6'] => EndSessionResponse,
        _ => null,
    };

    public static int FixedLength(string command) => command switch
    {
        Login => 4,
        LoginResponse => 3,
        ScStatus => 10,
        AcsStatus => 36,
        PatronStatus => 23,
        PatronStatusResponse => 37,
        PatronInformation => 33,
        PatronInformationResponse => 61,
        EndSession => 20,
        EndSessionResponse => 21,
        _ => 2,
    };
}
