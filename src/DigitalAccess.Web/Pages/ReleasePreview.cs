using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Saml.SignOn;
using Microsoft.Extensions.Localization;

namespace DigitalAccess.Web.Pages;

/// <summary>What a vendor learns of a patron and what not, in plain words: the same before the login, when asking, and afterwards.</summary>
/// <param name="Vendor">What patrons call the service.</param>
/// <param name="Library">The patron's library.</param>
/// <param name="Contract">The vendor's attribute contract.</param>
/// <param name="StaysSignedInFor">Days that its app stays signed in at most when the session is over; null where it does not.</param>
internal sealed record ReleasePreview(string Vendor, Library Library, IReadOnlyList<AttributeRelease> Contract, int? StaysSignedInFor = null)
{
    private const string CommonLibTerms = "urn:mace:dir:entitlement:common-lib-terms";

    public IEnumerable<string> Learns(IStringLocalizer text)
    {
        foreach (var words in Contract.Where(line => line.Source != ReleaseSource.Pseudonym || IsShared(line)).Select(line => Words(line, text)).Distinct(StringComparer.Ordinal))
            yield return words;
        yield return text["Release.Pseudonym"];
    }

    public IEnumerable<string> LearnsNot(IStringLocalizer text)
    {
        yield return text["Release.NotName"];
        yield return text["Release.NotNumber"];
        if (Library.LoginForm.AsksForPin)
            yield return text["Release.NotPin"];
        yield return Contract.Any(line => line.Source == ReleaseSource.AgeBand) ? text["Release.NotBirthday"] : text["Release.NotAge"];
    }

    /// <summary>The identifier of the research world that is not pairwise.</summary>
    private static bool IsShared(AttributeRelease line) => SamlAttributes.NameOf(line.Claim).Name == SamlAttributes.SubjectId;

    private string Words(AttributeRelease line, IStringLocalizer text) => line.Source == ReleaseSource.Pseudonym
        ? text["Release.SharedPseudonym"]
        : line.Value == CommonLibTerms
        ? text["Release.CommonLibTerms", Library.Name]
        : text[$"Release.{line.Source}", Library.Name, line.Value ?? ""];
}
