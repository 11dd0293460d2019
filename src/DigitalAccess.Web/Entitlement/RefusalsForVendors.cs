using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Texts;
using Microsoft.Extensions.Localization;

namespace DigitalAccess.Web.Entitlement;

/// <summary>What a vendor hears when a patron is refused, and what the patron reads then.</summary>
internal static class RefusalsForVendors
{
    public static IReadOnlyList<(string Slug, string Text)> Of(IStringLocalizer<PatronTexts> texts, Resource? resource, Library library)
    {
        return [.. Enum.GetValues<RefusalReason>().GroupBy(reason => reason.SlugForVendors()).Select(reasons => (reasons.Key, Text([.. reasons])))];

        string Text(RefusalReason[] reasons)
        {
            var first = texts[$"Refusal.{reasons[0]}", resource?.Name.Current ?? texts["Help.TheService"], library.Name].Value;
            return reasons.Length == 1 ? first : $"{first} Or another reason that lies with the patron's age, home or card: which one you are not told.";
        }
    }
}
