using System.Buffers;
using System.Text;

namespace DigitalAccess.Saml2.Writing;

/// <summary>What a document can hold at all (XML 1.0, 2.2, Char).</summary>
internal static class XmlCharacters
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(0x20, 0xD800 - 0x20).Concat(Enumerable.Range(0xE000, 0x1FFE)).Select(c => (char)c), '\t', '\n', '\r']);

    /// <summary>Whether nothing has to be left out. Pairs of surrogates are answered with no, so that they are looked at one by one.</summary>
    public static bool AreAllAllowed(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Plain);

    /// <summary>A surrogate without its other half has become U+FFFD, which is allowed and which nobody wrote.</summary>
    public static bool IsAllowed(Rune rune) => rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and < 0xFFFD) or >= 0x10000;
}
