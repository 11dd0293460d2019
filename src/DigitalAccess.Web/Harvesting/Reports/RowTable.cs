using System.Runtime.InteropServices;

namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>Rows of numbers, each once: what items and sets of attributes are told apart by, before anything is made of them.</summary>
internal sealed class RowTable
{
    private readonly Dictionary<int, List<int>> _byHash = [];
    private readonly List<int[]> _rows = [];

    public int Count => _rows.Count;

    /// <returns>The row's number, and whether it is new.</returns>
    public (int Row, bool IsNew) Of(ReadOnlySpan<int> row)
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(row));
        ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(_byHash, hash.ToHashCode(), out _);
        same ??= [];
        foreach (var candidate in same)
            if (_rows[candidate].AsSpan().SequenceEqual(row))
                return (candidate, false);
        _rows.Add(row.ToArray());
        same.Add(_rows.Count - 1);
        return (_rows.Count - 1, true);
    }
}
