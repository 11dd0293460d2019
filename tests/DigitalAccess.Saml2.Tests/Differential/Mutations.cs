using System.Text.RegularExpressions;

namespace DigitalAccess.Saml2.Tests.Differential;

/// <summary>Changes of a signed message, each by its name.</summary>
internal static partial class Mutations
{
    private const string Evil = "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"{0}\" Version=\"2.0\" IssueInstant=\"2026-03-01T12:00:00Z\">"
        + "<saml:Issuer>https://sp.example.org</saml:Issuer>{1}</samlp:AuthnRequest>";

    public static IReadOnlyDictionary<string, Func<string, string>> All { get; } = new Dictionary<string, Func<string, string>>
    {
        ["as it is"] = m => m,
        ["a changed value"] = m => m.Replace("https://sp.example.org/acs", "https://sp.example.org/evil", StringComparison.Ordinal),
        ["an attribute more"] = m => m.Replace(" Version=", " ForceAuthn=\"true\" Version=", StringComparison.Ordinal),
        ["an attribute less"] = m => m.Replace(" AllowCreate=\"true\"", "", StringComparison.Ordinal),
        ["an element more"] = m => m.Replace("<samlp:NameIDPolicy", "<samlp:Extensions/><samlp:NameIDPolicy", StringComparison.Ordinal),
        ["an element less"] = m => Policy().Replace(m, ""),
        ["a space more"] = m => m.Replace("</samlp:AuthnRequest>", " </samlp:AuthnRequest>", StringComparison.Ordinal),
        ["a tab in an attribute"] = m => m.Replace("AllowCreate=\"true\"", "AllowCreate=\"true&#9;\"", StringComparison.Ordinal),
        ["another ID"] = m => m.Replace(" ID=\"_fixture\"", " ID=\"_other\"", StringComparison.Ordinal),
        ["another ID, and its reference"] = m => m.Replace("_fixture", "_other", StringComparison.Ordinal),
        ["another digest"] = m => Digest().Replace(m, "<ds:DigestValue>AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</ds:DigestValue>"),
        ["an empty digest"] = m => Digest().Replace(m, "<ds:DigestValue></ds:DigestValue>"),
        ["another signature value"] = m => Value().Replace(m, match => match.Value.Replace(match.Value[30], match.Value[30] == 'A' ? 'B' : 'A')),
        ["no signature value"] = m => Value().Replace(m, "<ds:SignatureValue></ds:SignatureValue>"),
        ["another digest algorithm"] = m => m.Replace("xmlenc#sha256\"", "xmlenc#sha512\"", StringComparison.Ordinal),
        ["another canonicalisation"] = m => m.Replace("xml-exc-c14n#\"", "xml-exc-c14n#WithComments\"", StringComparison.Ordinal),
        ["another prefix of the signature"] = m => m.Replace("ds:", "dsig:", StringComparison.Ordinal).Replace("xmlns:ds=", "xmlns:dsig=", StringComparison.Ordinal),
        ["the signature moved to the end"] = m => Signature().Replace(m, "").Replace("</samlp:AuthnRequest>", $"{Signature().Match(m).Value}</samlp:AuthnRequest>", StringComparison.Ordinal),
        ["the signature moved to the front"] = m => Signature().Replace(m, "").Replace("<saml:Issuer>", $"{Signature().Match(m).Value}<saml:Issuer>", StringComparison.Ordinal),
        ["no signature"] = m => Signature().Replace(m, ""),
        ["the signature twice"] = m => Signature().Replace(m, match => match.Value + match.Value),
        ["wrapped in Extensions"] = m => Wrapped("_evil", $"<samlp:Extensions>{Bare(m)}</samlp:Extensions>"),
        ["wrapped, the signature outside"] = m => Wrapped("_evil", $"{Signature().Match(m).Value}<samlp:Extensions>{Signature().Replace(Bare(m), "")}</samlp:Extensions>"),
        ["wrapped, the signature outside, Id inside"] = m => Wrapped("_fixture", $"{Signature().Match(m).Value}<samlp:Extensions>{Signature().Replace(Bare(m), "").Replace(" ID=", " Id=", StringComparison.Ordinal)}</samlp:Extensions>"),
        ["wrapped in the signature's object"] = m => Wrapped("_evil", Signature().Match(m).Value.Replace("</ds:Signature>", $"<ds:Object>{Signature().Replace(Bare(m), "")}</ds:Object></ds:Signature>", StringComparison.Ordinal)),
        ["an object in the signature"] = m => m.Replace("</ds:Signature>", "<ds:Object/></ds:Signature>", StringComparison.Ordinal),
        ["a comment in the issuer"] = m => m.Replace("sp.example.org</saml:Issuer>", "sp<!-- -->.example.org</saml:Issuer>", StringComparison.Ordinal),
        ["a comment before the root"] = m => BehindDeclaration(m, "<!-- -->"),
        ["a comment in the signature"] = m => m.Replace("<ds:SignatureValue>", "<!-- --><ds:SignatureValue>", StringComparison.Ordinal),
        ["a comment in the digest"] = m => m.Replace("</ds:DigestValue>", "<!-- --></ds:DigestValue>", StringComparison.Ordinal),
        ["a section for a text"] = m => m.Replace("https://sp.example.org</saml:Issuer>", "<![CDATA[https://sp.example.org]]></saml:Issuer>", StringComparison.Ordinal),
        ["references for letters"] = m => m.Replace("sp.example.org</saml:Issuer>", "sp&#46;exampl&#x65;.org</saml:Issuer>", StringComparison.Ordinal),
        ["an instruction before the root"] = m => BehindDeclaration(m, "<?evil?>"),
        ["an empty type definition"] = m => BehindDeclaration(m, "<!DOCTYPE samlp:AuthnRequest>"),
        ["an entity for the issuer"] = m => BehindDeclaration(m, "<!DOCTYPE r [<!ENTITY e \"https://sp.example.org\">]>").Replace("<saml:Issuer>https://sp.example.org<", "<saml:Issuer>&e;<", StringComparison.Ordinal),
        ["attributes in another order"] = m => m.Replace(" ID=\"_fixture\" Version=\"2.0\"", " Version=\"2.0\" ID=\"_fixture\"", StringComparison.Ordinal),
        ["single quotes"] = m => m.Replace("Version=\"2.0\"", "Version='2.0'", StringComparison.Ordinal),
        ["an unused namespace"] = m => m.Replace(" ID=\"_fixture\"", " xmlns:unused=\"urn:x\" ID=\"_fixture\"", StringComparison.Ordinal),
        ["the key's description replaced"] = m => KeyInfo().Replace(m, "").Replace("</ds:Signature>", "<ds:KeyInfo><ds:KeyName>evil</ds:KeyName></ds:KeyInfo></ds:Signature>", StringComparison.Ordinal),
        ["no description of the key"] = m => KeyInfo().Replace(m, ""),
        ["an empty element written out"] = m => m.Replace("AllowCreate=\"true\"/>", "AllowCreate=\"true\"></samlp:NameIDPolicy>", StringComparison.Ordinal),
        ["cut off"] = m => m[..^5],
    };

    private static string Wrapped(string id, string inside) => Evil.Replace("{0}", id, StringComparison.Ordinal).Replace("{1}", inside, StringComparison.Ordinal);

    private static string Bare(string message) => message[message.IndexOf("<samlp:AuthnRequest", StringComparison.Ordinal)..];

    private static string BehindDeclaration(string message, string text) => message[..^Bare(message).Length] + text + Bare(message);

    [GeneratedRegex("<ds:Signature .*</ds:Signature>", RegexOptions.Singleline)]
    private static partial Regex Signature();

    [GeneratedRegex("<samlp:NameIDPolicy[^>]*>(</samlp:NameIDPolicy>)?")]
    private static partial Regex Policy();

    [GeneratedRegex("<ds:DigestValue>.*?</ds:DigestValue>", RegexOptions.Singleline)]
    private static partial Regex Digest();

    [GeneratedRegex("<ds:SignatureValue>.*?</ds:SignatureValue>", RegexOptions.Singleline)]
    private static partial Regex Value();

    [GeneratedRegex("<ds:KeyInfo>.*?</ds:KeyInfo>", RegexOptions.Singleline)]
    private static partial Regex KeyInfo();
}
