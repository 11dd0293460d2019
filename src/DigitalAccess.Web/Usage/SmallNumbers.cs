using System.Globalization;

namespace DigitalAccess.Web.Usage;

/// <summary>
/// What of a column may leave the library: a number below five could point at somebody, and so could a total from which
/// the shown numbers can be taken away.
/// </summary>
internal static class SmallNumbers
{
    public const int Threshold = 5;
    public const string Hidden = "<5";

    /// <summary>A total that is withheld for the sake of another number; it may itself be large.</summary>
    public const string Withheld = "..";

    public static string Cell(int number) => number < Threshold ? Hidden : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The total of numbers that add up.</summary>
    public static string Total(IReadOnlyCollection<int> column)
    {
        var total = column.Sum();
        var hidden = column.Where(n => n < Threshold).ToList();
        return total < Threshold || hidden.Count == 0 || IsSafeRemainder(hidden.Sum(), hidden.Count) ? Cell(total) : Withheld;
    }

    /// <summary>
    /// The total of a column in which one patron may be counted in several cells. It says something about the hidden cells
    /// only when it is more than the shown ones together.
    /// </summary>
    public static string DistinctTotal(IReadOnlyCollection<int> column, int total) =>
        total < Threshold || total <= column.Where(n => n >= Threshold).Sum() ? Cell(total) : Withheld;

    /// <summary>
    /// The remainder of the hidden numbers can be reckoned from the total. It must itself be a number that could be shown,
    /// be shared by several, and not be as large as it can get: eight from two cells is four and four.
    /// </summary>
    private static bool IsSafeRemainder(int sum, int cells) => cells > 1 && sum >= Threshold && sum < cells * (Threshold - 1);
}
