using System.Globalization;
using DigitalAccess.Web.Releases.VendorSheets;

namespace DigitalAccess.Web.Saml.VendorSheets;

/// <summary>How our certificates change, and what the vendor has to do for it: nothing, if it fetches.</summary>
internal static class CertificatesPart
{
    public static IEnumerable<string> Lines(SheetFacts facts) =>
    [
        "## Our certificates", "",
        $"They are good for {Words.Time(facts.Certificates.CertificateLifetime)}, self-signed, and stand in the metadata; trust them because they stand there, and follow them nowhere.", "",
        "- Fetch the metadata at least once a day, at the addresses above, and trust every certificate that stands in it. Then you need do nothing when one changes.",
        $"- A new certificate stands in the metadata beside the old one for at least {Words.Time(facts.Certificates.Notice)} before anything is signed with it for you, unless an earlier day was agreed. The old one stays for {Words.Time(facts.Certificates.KeepPublished)} after its last use.",
        "- Do you keep metadata by hand? Then say so: the region sends it to you in time, and agrees with you on the day from which you are sent what the new one signs.",
        .. Day(facts),
        "- Only where a key may have been stolen is the change a matter of minutes. The region then tells you at once, by the address that you gave it for such news.", "",
    ];

    private static string[] Day(SheetFacts facts) => facts.Provider.NewCertificateFrom is { } day
        ? [string.Create(CultureInfo.InvariantCulture, $"- The day that was agreed with you last: {day:yyyy-MM-dd}.")]
        : [];
}
