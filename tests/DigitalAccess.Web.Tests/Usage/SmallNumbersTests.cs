using DigitalAccess.Web.Usage;

namespace DigitalAccess.Web.Tests.Usage;

public sealed class SmallNumbersTests
{
    [Theory]
    [InlineData(0, "<5")]
    [InlineData(4, "<5")]
    [InlineData(5, "5")]
    [InlineData(1284, "1284")]
    public void A_number_below_five_is_hidden(int number, string shown) => Assert.Equal(shown, SmallNumbers.Cell(number));

    [Theory]
    [InlineData(new[] { 12, 7 }, "19")] // nothing hidden
    [InlineData(new[] { 12, 3 }, "..")] // 15 - 12 would be the 3
    [InlineData(new[] { 12, 4, 4 }, "..")] // two cells can only be 8 as four and four
    [InlineData(new[] { 12, 0, 0 }, "..")] // and 0 as none and none
    [InlineData(new[] { 12, 1, 2 }, "..")] // what remains is itself below five
    [InlineData(new[] { 12, 2, 3 }, "17")]
    [InlineData(new[] { 12, 4, 3, 1 }, "20")]
    [InlineData(new[] { 1, 2 }, "<5")] // the total is hidden as a number of its own
    [InlineData(new[] { 3 }, "<5")]
    [InlineData(new int[0], "<5")]
    public void A_total_is_withheld_when_it_would_give_a_hidden_number_away(int[] column, string shown) =>
        Assert.Equal(shown, SmallNumbers.Total(column));

    [Theory]
    [InlineData(new[] { 20, 15 }, 30, "30")]
    [InlineData(new[] { 20, 3 }, 22, "..")] // at least two of the hidden three opened nothing else
    [InlineData(new[] { 20, 3 }, 20, "20")]
    [InlineData(new[] { 2, 1 }, 2, "<5")]
    [InlineData(new[] { 3, 3 }, 6, "..")]
    public void A_total_of_different_patrons_is_withheld_when_it_tells_of_hidden_ones(int[] column, int total, string shown) =>
        Assert.Equal(shown, SmallNumbers.DistinctTotal(column, total));

    /// <summary>Whatever up to four cells hold: who sees the file can think of at least two values for each hidden one.</summary>
    [Fact]
    public void No_column_gives_a_hidden_number_away()
    {
        foreach (var column in Columns(cells: 3, most: 6))
        {
            if (SmallNumbers.Total(column) is "<5" or "..")
                continue;
            var hidden = Enumerable.Range(0, column.Length).Where(i => column[i] < SmallNumbers.Threshold).ToList();
            var possible = Columns(column.Length, 6).Where(other =>
                other.Sum() == column.Sum() && Enumerable.Range(0, column.Length).All(i => SmallNumbers.Cell(other[i]) == SmallNumbers.Cell(column[i]))).ToList();
            Assert.All(hidden, i => Assert.True(possible.Select(p => p[i]).Distinct().Count() > 1, string.Join(' ', column)));
        }
    }

    private static IEnumerable<int[]> Columns(int cells, int most) => cells == 0
        ? [[]]
        : Columns(cells - 1, most).SelectMany(rest => Enumerable.Range(0, most + 1).Select(n => (int[])[.. rest, n]));
}
