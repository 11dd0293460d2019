using System.Text;

namespace DigitalAccess.Saml2.Bindings;

/// <summary>
/// The parameters of a query or a form, as they were written. A signature is made over the written text, and frameworks that
/// join, decode or fold the case of names have let unsigned parameters pass for signed ones.
/// </summary>
internal sealed class RawParameters
{
    private static readonly string[] Known = ["SAMLRequest", "SAMLResponse", "RelayState", "SAMLEncoding", "SigAlg", "Signature"];

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string?[] _values = new string?[Known.Length];

    private RawParameters() { }

    /// <param name="text">A query without its question mark, or the body of a form; ASCII, which both are.</param>
    /// <exception cref="SamlException">A name of ours occurs twice, or spelt in another way.</exception>
    public static RawParameters Parse(ReadOnlySpan<char> text)
    {
        var parameters = new RawParameters();
        foreach (var range in text.Split('&'))
        {
            var pair = text[range];
            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            var place = Find(name);
            if (place < 0)
                continue;
            if (parameters._values[place] is not null)
                throw new SamlException(SamlFaultKind.Malformed, $"The parameter '{Known[place]}' occurs twice.");
            parameters._values[place] = equals < 0 ? "" : pair[(equals + 1)..].ToString();
        }

        return parameters;
    }

    /// <returns>The value as written; null when the parameter is absent.</returns>
    public string? Raw(string name) => _values[Array.IndexOf(Known, name)];

    /// <summary>The value as meant (application/x-www-form-urlencoded).</summary>
    /// <exception cref="SamlException">It is no UTF-8.</exception>
    public string? Decoded(string name) => Raw(name) is { } raw ? Decode(raw, plusIsSpace: true) : null;

    /// <summary>A base64 value. It holds no spaces, so a plus that somebody forgot to encode is still a plus.</summary>
    /// <exception cref="SamlException">It is no base64.</exception>
    public byte[]? Bytes(string name)
    {
        if (Raw(name) is not { } raw)
            return null;
        try
        {
            return Convert.FromBase64String(Decode(raw, plusIsSpace: false));
        }
        catch (FormatException)
        {
            throw new SamlException(SamlFaultKind.Malformed, $"The parameter '{name}' is no base64.");
        }
    }

    private static int Find(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < Known.Length; i++)
            if (name.SequenceEqual(Known[i]))
                return i;

        // Whoever spells a name in another way hopes that somebody else reads it.
        var decoded = name.IndexOfAny('%', '+') < 0 ? name : Decode(name.ToString(), plusIsSpace: true);
        foreach (var known in Known)
            if (decoded.Trim().Equals(known, StringComparison.OrdinalIgnoreCase))
                throw new SamlException(SamlFaultKind.Malformed, $"The parameter '{known}' is spelt in another way.");
        return -1;
    }

    private static string Decode(string raw, bool plusIsSpace)
    {
        if (raw.AsSpan().IndexOfAny('%', '+') < 0)
            return raw;
        var bytes = new byte[raw.Length];
        var count = 0;
        try
        {
            for (var i = 0; i < raw.Length; i++)
            {
                if (raw[i] == '%')
                {
                    if (i + 2 >= raw.Length || !byte.TryParse(raw.AsSpan(i + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out bytes[count++]))
                        throw new SamlException(SamlFaultKind.Malformed, "A parameter holds a percent sign that encodes nothing.");
                    i += 2;
                }
                else if (raw[i] == '+')
                {
                    bytes[count++] = (byte)(plusIsSpace ? ' ' : '+');
                }
                else
                {
                    bytes[count++] = (byte)raw[i];
                }
            }

            return Utf8.GetString(bytes, 0, count);
        }
        catch (ArgumentException e)
        {
            throw new SamlException(SamlFaultKind.Malformed, "A parameter is no UTF-8.", e);
        }
    }
}
