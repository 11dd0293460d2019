using System.Text;

namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>Texts by number, each once: a report says the same words thousands of times.</summary>
internal sealed class TextTable
{
    private readonly List<string> _texts = [""];
    private readonly List<(int Start, int Length)> _places = [(0, 0)];
    private byte[] _bytes = new byte[16 * 1024];
    private int _used;
    private int[] _slots = new int[1024];

    public const int Empty = 0;

    public string this[int text] => _texts[text];

    public int Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <returns>The number of the text, the same for the same bytes.</returns>
    public int Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return Empty;
        var slot = Slot(utf8);
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            var (start, length) = _places[_slots[slot]];
            if (_bytes.AsSpan(start, length).SequenceEqual(utf8))
                return _slots[slot];
        }

        return Add(utf8, slot);
    }

    private int Add(ReadOnlySpan<byte> utf8, int slot)
    {
        while (_used + utf8.Length > _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        utf8.CopyTo(_bytes.AsSpan(_used));
        _places.Add((_used, utf8.Length));
        _used += utf8.Length;
        _texts.Add(Encoding.UTF8.GetString(utf8));
        _slots[slot] = _texts.Count - 1;
        if (_texts.Count * 2 > _slots.Length)
            Grow();
        return _texts.Count - 1;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var text = 1; text < _places.Count; text++)
        {
            var (start, length) = _places[text];
            var slot = Slot(_bytes.AsSpan(start, length));
            while (_slots[slot] != 0)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = text;
        }
    }

    /// <summary>Where a text is looked for first; another place in every process, so that nobody can choose texts that meet.</summary>
    private int Slot(ReadOnlySpan<byte> utf8)
    {
        var hash = new HashCode();
        hash.AddBytes(utf8);
        return hash.ToHashCode() & (_slots.Length - 1);
    }
}
