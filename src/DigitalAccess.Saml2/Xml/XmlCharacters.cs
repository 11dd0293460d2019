using System.Buffers;
using System.Text;

namespace DigitalAccess.Saml2.Xml;

/// <summary>What a document can hold at all (XML 1.0, 2.2, Char).</summary>
internal static class XmlCharacters
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(0x20, 0xD800 - 0x20).Concat(Enumerable.Range(0xE000, 0x1FFE)).Select(c => (char)c), '\t', '\n', '\r']);

    /// <summary>Whether nothing has to be left out.</summary>
    public static bool AreAllAllowed(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAnyExcept(Plain); at >= 0; at = text.IndexOfAnyExcept(Plain))
        {
            if (Rune.DecodeFromUtf16(text[at..], out var rune, out var length) != OperationStatus.Done || !IsAllowed(rune))
                return false;
            text = text[(at + length)..];
        }

        return true;
    }

    /// <summary>The text without what cannot be held.</summary>
    public static string LeavingOut(ReadOnlySpan<char> text)
    {
        var kept = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            var whole = Rune.DecodeFromUtf16(text, out var rune, out var length) == OperationStatus.Done;
            if (whole && IsAllowed(rune))
                kept.Append(text[..length]);
            text = text[length..];
        }

        return kept.ToString();
    }

    private static bool IsAllowed(Rune rune) => rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and <= 0xFFFD) or >= 0x10000;
}
