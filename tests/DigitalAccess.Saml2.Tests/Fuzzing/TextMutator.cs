namespace DigitalAccess.Saml2.Tests.Fuzzing;

/// <summary>Changes of a text of which nothing is known.</summary>
internal static class TextMutator
{
    private static readonly string[] Pieces =
    [
        "<!-- -->", "<![CDATA[x]]>", "]]>", "<?x y?>", "<!DOCTYPE a [<!ENTITY e 'x'>]>", "&e;", "&#0;", "&#xD800;", "&#13;", "&#xFFFE;", "&amp;", "&lt;", "\0", "\u0001", "\uFFFE", "\uD800", "\uFEFF",
        "\r\n", "\t", " ", "'", "\"", "<", ">", "/>", "</", "=", "&", "%", "%00", "%2", "+", ";", "#", ":", " xmlns=\"\"", " xmlns:a=\"urn:a\"", " xmlns:samlp=\"urn:evil\"", " ID=\"_x\"", " Id=\"_request1\"",
        " xml:id=\"_request1\"", "samlp:", "saml:", "ds:", "<a/>", "<samlp:Extensions/>", "<saml:Issuer>x</saml:Issuer>", "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>", "99999999999999999999",
        "-1", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-03-01T12:00:00.9999999999Z", "SAMLRequest=", "&RelayState=", "&Signature=", "&SigAlg=", "&samlrequest=", "å", "\U0001F4DA", "http://www.w3.org/2000/09/xmldsig#",
        " PrefixList=\"#default a b c\"", "<InclusiveNamespaces xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"saml samlp ds xs\"/>", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
    ];

    public static string Change(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        var length = Math.Min(random.Next(5) == 0 ? random.Next(200) : random.Next(4), text.Length - at);
        return random.Next(9) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
            2 => text.Insert(at, text.Substring(at, length)),
            3 => text.Insert(random.Next(text.Length + 1), text.Substring(at, length)),
            4 when at < text.Length => text[..at] + (char)(text[at] ^ (1 << random.Next(7))) + text[(at + 1)..],
            5 when at < text.Length => text[..at] + (char)random.Next(random.Next(4) == 0 ? 0x10000 : 0x80) + text[(at + 1)..],
            6 => text[..at] + Pieces[random.Next(Pieces.Length)] + text[(at + length)..],
            7 when random.Next(20) == 0 => text.Insert(at, string.Concat(Enumerable.Repeat(Pieces[random.Next(Pieces.Length)], random.Next(1, 5000)))),
            _ => Swapped(text, random),
        };
    }

    public static byte[] Change(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        var length = Math.Min(random.Next(8), bytes.Length - at);
        return random.Next(5) switch
        {
            0 => [.. bytes[..at], .. bytes[(at + length)..]],
            1 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
            2 => [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]],
            3 => bytes[..at],
            _ => [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]],
        } is { Length: > 0 } changed ? changed : [0];
    }

    /// <summary>What stands between two marks changes places with what stands between two others: attributes, elements, parameters.</summary>
    private static string Swapped(string text, Random random)
    {
        var mark = " <>&=\""[random.Next(6)];
        var parts = text.Split(mark);
        var (one, other) = (random.Next(parts.Length), random.Next(parts.Length));
        (parts[one], parts[other]) = (parts[other], parts[one]);
        return string.Join(mark, parts);
    }
}
