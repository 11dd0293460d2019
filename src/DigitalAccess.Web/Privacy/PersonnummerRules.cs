using System.Globalization;
using System.Text;

namespace DigitalAccess.Web.Privacy;

/// <summary>
/// Sweden: personnummer and samordningsnummer, in ten or twelve digits, with or without hyphen, plus sign, points and blanks,
/// alone or within a longer text, in whatever digits Unicode has. Told from other numbers by date and check digit, so that the
/// number of an organisation, whose "month" is 20 or more, is none.
/// </summary>
internal static class PersonnummerRules
{
    private const int Short = 10;
    private const int Long = 12;
    private const int MostBetweenGroups = 3;

    public static bool IsIn(string text)
    {
        foreach (var groups in Linked(Plain(text)))
            if (IsInGroups(groups))
                return true;
        return false;
    }

    /// <summary>Groups of digits that only blanks and the like keep apart, and any of their neighbours together, may be the number.</summary>
    private static bool IsInGroups(List<string> groups)
    {
        for (var first = 0; first < groups.Count; first++)
        {
            var digits = "";
            for (var last = first; last < groups.Count && digits.Length < Long; last++)
            {
                digits += groups[last];
                if (IsNumber(digits))
                    return true;
            }
        }

        return groups.Exists(IsHiddenIn);
    }

    /// <summary>Something in front or behind, such as a library's code, does not hide the twelve digits; ten would be found in too many numbers.</summary>
    private static bool IsHiddenIn(string digits) =>
        Enumerable.Range(0, Math.Max(0, digits.Length - Long + 1)).Any(at => IsNumber(digits.Substring(at, Long)));

    private static bool IsNumber(string digits) => digits.Length switch
    {
        Short => IsBirthDay(["18", "19", "20"], digits) && HasCheckDigit(digits),
        Long when digits[..2] is "18" or "19" or "20" => IsBirthDay([digits[..2]], digits[2..]) && HasCheckDigit(digits[2..]),
        _ => false,
    };

    /// <summary>A samordningsnummer adds sixty to the day.</summary>
    private static bool IsBirthDay(string[] centuries, string digits)
    {
        var (month, day) = (Number(digits[2..4]), Number(digits[4..6]));
        day = day > 60 ? day - 60 : day;
        return month is >= 1 and <= 12 && day >= 1 && centuries.Any(century => day <= DateTime.DaysInMonth(Number(century + digits[..2]), month));
    }

    /// <summary>Luhn: every other digit doubled, digit sums added up, a multiple of ten.</summary>
    private static bool HasCheckDigit(string digits) => digits.Select((c, at) => (c - '0') * (at % 2 == 0 ? 2 : 1)).Sum(n => n / 10 + n % 10) % 10 == 0;

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    /// <summary>All digits as ASCII ones, without what nobody sees.</summary>
    private static string Plain(string text)
    {
        // Halves of characters cannot be normalised; read as runes they are replaced,
        // and what is no character at all (U+FFFE and the like) is left out.
        var whole = string.Concat(text.EnumerateRunes().Where(rune => (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is not (>= 0xFDD0 and <= 0xFDEF)));
        var plain = new StringBuilder(whole.Length);
        foreach (var rune in whole.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
                plain.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark))
                plain.Append(rune.ToString());
        }

        return plain.ToString();
    }

    private static IEnumerable<List<string>> Linked(string text)
    {
        var (groups, end) = (new List<string>(), 0);
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                at++;
                continue;
            }

            var between = text.AsSpan(end, at - end);
            if (groups.Count > 0 && (between.Length > MostBetweenGroups || !IsSeparator(between)))
            {
                yield return groups;
                groups = [];
            }

            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            groups.Add(text[start..at]);
            end = at;
        }

        if (groups.Count > 0)
            yield return groups;
    }

    private static bool IsSeparator(ReadOnlySpan<char> between)
    {
        foreach (var c in between)
            if (c is not ('+' or '.' or '/' or '_' or ':' or '\u2212') && !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != UnicodeCategory.DashPunctuation)
                return false;
        return true;
    }
}
