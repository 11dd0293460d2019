using System.Text;

namespace DigitalAccess.Web.Staff;

/// <summary>The alphabet in which authenticators take their secret (RFC 4648, section 6), without padding.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        int buffer = 0, bits = 0;
        foreach (var b in bytes)
        {
            buffer = (buffer << 8 | b) & 0xfff;
            bits += 8;
            for (; bits >= 5; bits -= 5)
                text.Append(Alphabet[buffer >> (bits - 5) & 31]);
        }

        return bits == 0 ? text.ToString() : text.Append(Alphabet[buffer << (5 - bits) & 31]).ToString();
    }

    /// <exception cref="FormatException">The text holds a character that is not of the alphabet.</exception>
    public static byte[] Decode(string text)
    {
        var bytes = new List<byte>();
        int buffer = 0, bits = 0;
        foreach (var c in text.Where(c => !char.IsWhiteSpace(c) && c != '='))
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0)
                throw new FormatException("A base32 text holds A to Z and 2 to 7 only.");
            buffer = (buffer << 5 | value) & 0xfff;
            if ((bits += 5) < 8)
                continue;
            bits -= 8;
            bytes.Add((byte)(buffer >> bits));
        }

        return [.. bytes];
    }
}
