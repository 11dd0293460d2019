using System.Globalization;
using DigitalAccess.Ils.Sip2;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>The parts of a message under the names the sample file gives them.</summary>
internal static class SampleParts
{
    public static IEnumerable<(string Name, string? Value)> Of(Sip2Message message)
    {
        yield return ("command", message.Command);
        yield return ("sequence", message.Sequence?.ToString());
        yield return ("checksum", message.Checksum?.ToString("X4", CultureInfo.InvariantCulture));
        yield return ("email", message.First("BE"));
        yield return ("name", message.First("AE"));
        yield return ("name_if_decoded_as_utf8", message.First("AE"));
        yield return ("login_user", message.First("CN"));
        yield return ("supported", message.First("BX"));
        foreach (var part in Positions(message.Command))
            yield return (part.Name, part.Length == 1 && part.IsFlag ? (message.Fixed(part.Start, 1) is "Y" or "1" ? "true" : "false") : message.Fixed(part.Start, part.Length).ToString());
    }

    public static string? Reason(PatronVerification outcome) => outcome switch
    {
        PatronVerification.Blocked blocked => blocked.Reasons[0].ToString(),
        PatronVerification.Expired expired => expired.On?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        PatronVerification.InvalidCredentials invalid => invalid.Internal.ToString(),
        PatronVerification.ProtocolError error => error.Fault.ToString(),
        PatronVerification.Indeterminate open => open.Reason.ToString(),
        _ => null,
    };

    private static IEnumerable<(string Name, int Start, int Length, bool IsFlag)> Positions(string command) => command switch
    {
        "93" => [("uid_algorithm", 2, 1, false), ("pwd_algorithm", 3, 1, false)],
        "94" => [("ok", 2, 1, true)],
        "99" => [("status_code", 2, 1, false), ("max_print_width", 3, 3, false), ("protocol_version", 6, 4, false)],
        "98" => [("online", 2, 1, true), ("checkin_ok", 3, 1, true), ("checkout_ok", 4, 1, true), ("renewal_policy", 5, 1, true),
            ("status_update_ok", 6, 1, true), ("offline_ok", 7, 1, true), ("timeout_tenths", 8, 3, false), ("retries", 11, 3, false),
            ("date_time", 14, 18, false), ("protocol_version", 32, 4, false)],
        "23" => [("language", 2, 3, false), ("transaction_date", 5, 18, false)],
        "63" => [("language", 2, 3, false), ("transaction_date", 5, 18, false), ("summary", 23, 10, false)],
        "35" => [("transaction_date", 2, 18, false)],
        "36" => [("end_session", 2, 1, true), ("transaction_date", 3, 18, false)],
        _ => [],
    };
}
