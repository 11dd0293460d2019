namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>Bytes as letters from a to p. Without digits, no name that we make up can ever look like an identity number.</summary>
internal static class Letters
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        Span<char> letters = stackalloc char[bytes.Length * 2];
        for (var i = 0; i < bytes.Length; i++)
            (letters[i * 2], letters[i * 2 + 1]) = ((char)('a' + (bytes[i] >> 4)), (char)('a' + (bytes[i] & 15)));
        return new string(letters);
    }
}
