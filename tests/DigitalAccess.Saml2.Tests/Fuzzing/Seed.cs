using System.Text;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Fuzzing;

/// <summary>A valid message, and how it travels. <paramref name="Wrap"/> makes what travels of a message that has been changed.</summary>
internal sealed record Seed(string Name, bool IsRedirect, string Message, Func<string, string> Wrap)
{
    private static readonly string[] Messages =
    [
        new AuthnRequestDraft().Xml,
        new AuthnRequestDraft
        {
            Before = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            More = " ForceAuthn=\"true\" ProviderName=\"Å &amp; B\" ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\"",
            Inside = "\n  <samlp:Extensions><any xmlns=\"urn:x\" a=\"b\">thing<else/></any></samlp:Extensions>\n  <saml:Subject><saml:NameID Format=\"f\">who</saml:NameID></saml:Subject>"
                + $"<samlp:NameIDPolicy Format=\"{SamlNames.NameIds.Transient}\" AllowCreate=\"true\"/><samlp:RequestedAuthnContext Comparison=\"minimum\">"
                + $"<saml:AuthnContextClassRef>{SamlNames.Contexts.PasswordProtectedTransport}</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>\n",
        }.Xml,
        new LogoutRequestDraft().Xml,
        new LogoutResponseDraft().Xml,
    ];

    public static IReadOnlyList<Seed> All { get; } = [.. Messages.SelectMany(Of)];

    /// <summary>What travels when nothing is changed.</summary>
    public string Wire => Wrap(Message);

    private static IEnumerable<Seed> Of(string message)
    {
        var parameter = message.Contains("LogoutResponse", StringComparison.Ordinal) ? "SAMLResponse" : "SAMLRequest";
        var query = new RedirectQuery(message) { Parameter = parameter, RelayState = "state%20of%20things" };
        var signature = query.SignedBy(Keys.Provider)[query.Unsigned.Length..];
        var signed = XmlSigner.Sign(message, Keys.Provider, withCertificate: false);
        var prefixed = new SignatureDraft { Rest = "<ds:KeyInfo><ds:KeyName>k</ds:KeyName></ds:KeyInfo>" }.Sign(message, Keys.Provider, IdOf(message));
        return
        [
            new("redirected", true, message, m => (query with { Message = m }).Unsigned),
            new("redirected and signed", true, message, m => (query with { Message = m }).Unsigned + signature),
            new("posted", false, message, m => Incoming.Form(m, "state", parameter)),
            new("posted and signed", false, signed, m => Incoming.Form(m, "state", parameter)),
            new("posted and signed with a prefix", false, prefixed, m => Incoming.Form(m, null, parameter)),
        ];
    }

    private static string IdOf(string message) => message.Split(" ID=\"")[1].Split('"')[0];

    /// <summary>The packed message itself, for changes of what DEFLATE reads.</summary>
    public string WithPacked(Func<byte[], byte[]> change)
    {
        var parts = Wire.Split('&');
        var (name, value) = (parts[0].Split('=')[0], Uri.UnescapeDataString(parts[0].Split('=')[1]));
        parts[0] = $"{name}={Uri.EscapeDataString(Convert.ToBase64String(change(Convert.FromBase64String(value))))}";
        return string.Join('&', parts);
    }

    public static byte[] Bytes(string wire) => Encoding.UTF8.GetBytes(wire);
}
