using System.Xml;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Saml2.Writing;

namespace DigitalAccess.Saml2.Tests.Writing;

/// <summary>A library system says what it likes in a name; it never says another attribute, and never keeps the message from being sent.</summary>
public sealed class ValuesThatWouldBreakOut
{
    /// <summary>Not as attributes of the method: those are kept as UTF-8, which holds no lone surrogate.</summary>
    public static TheoryData<string, string> Unholdable => new()
    {
        { "Ma\u0000ri", "Mari" },
        { "Ma\uFFFEri", "Mari" },
        { "Ma\uFFFFri", "Mari" },
        { "Ma\uD800ri", "Mari" },
        { "Ma\uDC00ri", "Mari" },
        { "Mari\uD83D", "Mari" },
        { "\u0001\u0002\u0003", "" },
        { "Ma\uFFFDri \u0001& Co", "Ma\uFFFDri & Co" },
        { "Ma\U0001F4DAri", "Ma\U0001F4DAri" },
    };

    [Theory, MemberData(nameof(Unholdable)), Trait("Case", "SAML-091")]
    public void What_XML_cannot_hold_is_left_out_and_the_rest_is_told(string name, string told) => Assert.Equal([told], ToldOf(name));

    [Theory]
    [InlineData("Mari\r\nTesti", "Mari\nTesti")]
    [InlineData("Mari\rTesti\r", "Mari\nTesti\n")]
    [InlineData("Mari\tTesti\n", "Mari\tTesti\n")]
    public void Ends_of_lines_are_told_so_that_the_signature_holds_for_everybody(string name, string told) => Assert.Equal([told], ToldOf(name));

    [Theory]
    [InlineData("</saml:AttributeValue></saml:Attribute><saml:Attribute Name=\"role\"><saml:AttributeValue>admin")]
    [InlineData("]]></saml:AttributeValue><saml:AttributeValue>admin")]
    [InlineData("<!--")]
    [InlineData("--><saml:AttributeValue>admin</saml:AttributeValue><!--")]
    [InlineData("<?evil?>")]
    [InlineData("&lt;/saml:AttributeValue&gt;")]
    [InlineData("&evil;")]
    [InlineData("\n<saml:AttributeValue>admin</saml:AttributeValue>")]
    public void A_value_stays_a_value(string name) => Assert.Equal([name], ToldOf(name));

    [Theory]
    [InlineData("\" NotOnOrAfter=\"9999-12-31T23:59:59Z")]
    [InlineData("\"><saml:Audience>evil</saml:Audience><x y=\"")]
    [InlineData("'<&>")]
    public void An_attribute_stays_one_attribute(string value)
    {
        var root = Canonical.Parsed(SamlWriter.LogoutRequest(Answers.Header with { Destination = value }, new NameId("n", value), "s", Party.Now, null)).DocumentElement!;
        Assert.Equal(value, root.GetAttribute("Destination"));
        Assert.Equal(["Issuer", "NameID", "SessionIndex"], root.ChildNodes.Cast<XmlNode>().Select(n => n.LocalName));
        Assert.Equal(value, ((XmlElement)root.ChildNodes[1]!).GetAttribute("Format"));
    }

    [Fact]
    public void White_space_in_an_attribute_is_told_so_that_the_signature_holds_for_everybody()
    {
        using var key = Keys.Signing("RSA-2048");
        var root = Canonical.Parsed(SamlWriter.LogoutRequest(Answers.Header with { Destination = "a\tb\nc\r\nd\re" }, new NameId("n", null), "s", Party.Now, key)).DocumentElement!;
        Assert.Equal("a b c d e", root.GetAttribute("Destination"));
        Assert.True(XmlSigner.Verifies(root, Keys.Ours));
    }

    [Fact]
    public void An_assertion_never_travels_unsigned()
    {
        using var key = Keys.Signing("RSA-2048");
        var bare = new Protection(key, SignsResponse: false, SignsAssertion: false);
        Assert.Throws<ArgumentException>(() => SamlWriter.Write(Answers.Response, bare));
        Assert.DoesNotContain("<ds:Signature", Canonical.Text(SamlWriter.Write(Answers.Refusal, bare)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_weak_key_signs_nothing()
    {
        Assert.Throws<ArgumentException>(() => new SigningKey(Keys.Rsa1024.Certificate));
        Assert.Throws<ArgumentException>(() => new SigningKey(System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(Keys.Ours.Der)));
    }

    [Fact]
    public void Identifiers_are_names_that_nobody_guesses()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => SamlWriter.NewId()).ToHashSet();
        Assert.Equal(1000, ids.Count);
        Assert.All(ids, id => Assert.Matches("^_[0-9a-f]{40}$", id));
    }

    [Fact]
    public async Task One_key_signs_for_many_at_once()
    {
        using var key = Keys.Signing("RSA-2048");
        var messages = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => SamlWriter.Write(Answers.Response, new Protection(key)))));
        Assert.All(messages, message => Assert.True(XmlSigner.Verifies(Canonical.Parsed(message).DocumentElement!, Keys.Ours)));
    }

    private static List<string> ToldOf(string name)
    {
        using var key = Keys.Signing("RSA-2048");
        var assertion = Answers.Assertion with { Attributes = [new AttributeValue("urn:oid:2.5.4.42", "givenName", [name])] };
        var document = Canonical.Parsed(SamlWriter.Write(Answers.Response with { Status = StatusAnswer.Success, Assertion = assertion }, new Protection(key)));
        Assert.True(XmlSigner.Verifies(document.DocumentElement!, Keys.Ours));
        Assert.Single(document.GetElementsByTagName("Attribute", SamlNames.Assertion));
        return [.. document.GetElementsByTagName("AttributeValue", SamlNames.Assertion).Cast<XmlElement>().Select(v => v.InnerText)];
    }
}
