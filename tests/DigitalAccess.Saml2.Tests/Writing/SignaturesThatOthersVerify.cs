using System.Xml;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Writing;

/// <summary>Signatures of ours are worth what others make of them: the framework's SignedXml and xmlsec1.</summary>
public sealed class SignaturesThatOthersVerify
{
    [Theory, MemberData(nameof(EveryMessage.RsaSignedNames), MemberType = typeof(EveryMessage))]
    public void Each_signature_of_ours_holds_for_the_framework(string name, string key)
    {
        using var signing = Keys.Signing(key);
        var elements = SignedElements(EveryMessage.Write(name, signing));
        Assert.NotEmpty(elements);
        Assert.All(elements, element => Assert.True(XmlSigner.Verifies(element, Keys.Of(signing))));
        Assert.All(elements, element => Assert.False(XmlSigner.Verifies(element, Keys.Stranger)));
    }

    [Theory, InlineData("RSA-2048"), InlineData("RSA-3072"), InlineData("P-256")]
    public void Each_root_signature_of_ours_holds_for_xmlsec1(string key)
    {
        using var signing = Keys.Signing(key);
        var messages = EveryMessage.SignedNames.Select(row => row.Data.Item1).Distinct().Where(name => name != "assertion alone")
            .Select(name => Canonical.Text(EveryMessage.Write(name, signing))).ToArray();
        Assert.Equal(9, messages.Length);
        Assert.True(Xmlsec.AcceptsRoot(Keys.Of(signing), messages));
        Assert.False(Xmlsec.AcceptsRoot(key == "P-256" ? TestKey.OfCurve("nistP256") : Keys.Stranger, messages));
    }

    [Theory, InlineData("RSA-2048"), InlineData("RSA-3072"), InlineData("P-256")]
    public void Each_assertion_signature_of_ours_holds_for_xmlsec1(string key)
    {
        using var signing = Keys.Signing(key);
        var messages = new[] { "response and assertion", "assertion alone", "sparse response and assertion" }.Select(name => Canonical.Text(EveryMessage.Write(name, signing))).ToArray();
        Assert.True(Xmlsec.AcceptsAssertion(Keys.Of(signing), messages));
        Assert.False(Xmlsec.AcceptsAssertion(Keys.Of(signing), messages[0].Replace("library-walk-in", "staff", StringComparison.Ordinal)));
    }

    [Theory, InlineData("response and assertion", 2), InlineData("response alone", 1), InlineData("assertion alone", 1), InlineData("refusal", 1), InlineData("metadata", 1)]
    public void As_much_is_signed_as_was_asked_for(string name, int signatures)
    {
        using var signing = Keys.Signing("RSA-2048");
        Assert.Equal(signatures, SignedElements(EveryMessage.Write(name, signing)).Count);
    }

    [Fact]
    public void A_signature_stands_behind_the_issuer_where_the_schema_has_it()
    {
        using var signing = Keys.Signing("RSA-2048");
        var response = Canonical.Parsed(EveryMessage.Write("response and assertion", signing)).DocumentElement!;
        Assert.Equal(["Issuer", "Signature", "Status", "Assertion"], response.ChildNodes.Cast<XmlNode>().Select(n => n.LocalName));
        Assert.Equal(
            ["Issuer", "Signature", "Subject", "Conditions", "AuthnStatement", "AttributeStatement"],
            response.LastChild!.ChildNodes.Cast<XmlNode>().Select(n => n.LocalName));
    }

    private static List<XmlElement> SignedElements(ReadOnlyMemory<byte> message) =>
        [.. Canonical.Parsed(message).GetElementsByTagName("Signature", SamlNames.Signature).Cast<XmlElement>().Select(s => (XmlElement)s.ParentNode!)];
}
