using System.Globalization;
using System.Text;

namespace DigitalAccess.Simulators.Sip2;

/// <summary>Writes answers the way Koha does, with a stable internal id (XI), home library (AQ) and expiry date (PA) added.</summary>
internal sealed class SipAnswers(SimulatedIlsOptions options)
{
    private const decimal FineLimit = 100m;

    private DateTimeOffset Now => options.LocalNow;

    private DateOnly Today => DateOnly.FromDateTime(Now.DateTime);

    private string Stamp => Now.ToString("yyyyMMdd'    'HHmmss", CultureInfo.InvariantCulture);

    public string Status(bool online) =>
        $"98{(online ? 'Y' : 'N')}YYYNN100005{Stamp}2.00AO{options.Institution}|BXYYYYYYYYYYYNYYYY|";

    public string Unknown(string command, string card) =>
        Head(command, "YYYY".PadRight(14)) + $"AO{options.Institution}|AA{card}|AE|BLN|AFInvalid cardnumber|";

    /// <param name="cq">Y, N or empty; null leaves CQ out.</param>
    /// <param name="command">24 or 64.</param>
    /// <param name="patron">Whose answer.</param>
    /// <param name="forge">Puts a raw delimiter into the name.</param>
    public string Patron(string command, SimulatedPatron patron, string? cq, bool forge)
    {
        var expired = patron.Expiry < Today;
        var answer = new StringBuilder(Head(command, StatusOf(patron, expired)));
        answer.Append(CultureInfo.InvariantCulture, $"AO{options.Institution}|AA{patron.Card}|BLY|");
        answer.Append(cq is null ? "" : $"CQ{cq}|");
        answer.Append(CultureInfo.InvariantCulture, $"AE{patron.Name}{(forge ? "|CQY" : "")}|BHSEK|");
        if (patron.Fines > 0)
            answer.Append(CultureInfo.InvariantCulture, $"BV{patron.Fines:0.00}|");
        answer.Append(CultureInfo.InvariantCulture, $"CC{FineLimit:0}|PB{patron.BirthDate:yyyyMMdd}|PC{patron.Category}|AQ{patron.HomeLibrary}|");
        if (options.SendsExpiry)
            answer.Append(CultureInfo.InvariantCulture, $"PA{patron.Expiry:yyyyMMdd}|");
        return answer.Append(CultureInfo.InvariantCulture, $"XI{patron.InternalId}|AF{ScreenText(patron, expired, cq)}|").ToString();
    }

    public string EndOfSession(string card) => $"36Y{Stamp}AO{options.Institution}|AA{card}|";

    private string Head(string command, string status) =>
        $"{command}{status}000{Stamp}" + (command == "64" ? "000000000000000000000000" : "");

    private static string StatusOf(SimulatedPatron patron, bool expired)
    {
        var status = new string(' ', 14).ToCharArray();
        if (expired || (patron.Flags & (SimulatedFlags.Debarred | SimulatedFlags.Lost | SimulatedFlags.Fines)) != 0)
            "YYYY".CopyTo(status);
        if (patron.Flags.HasFlag(SimulatedFlags.Lost))
            status[4] = 'Y';
        if (patron.Flags.HasFlag(SimulatedFlags.TooManyLoans))
            status[5] = 'Y';
        if (patron.Flags.HasFlag(SimulatedFlags.Overdue))
            status[6] = 'Y';
        if (patron.Flags.HasFlag(SimulatedFlags.Fines))
            status[10] = status[11] = 'Y';
        return new string(status);
    }

    private static string ScreenText(SimulatedPatron patron, bool expired, string? cq) =>
        "Greetings from Koha. "
        + (expired ? "PATRON EXPIRED" : patron.Flags.HasFlag(SimulatedFlags.Debarred) ? "PATRON RESTRICTED" : "")
        + (cq == "N" ? " -- Invalid password" : "");
}
