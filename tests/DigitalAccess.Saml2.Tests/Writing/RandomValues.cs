using System.Text;
using System.Xml;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Saml2.Writing;
using FsCheck;
using FsCheck.Fluent;

namespace DigitalAccess.Saml2.Tests.Writing;

/// <summary>Whatever a value holds, a message is well formed, in canonical form, and says just that value to whoever reads it.</summary>
public sealed class RandomValues
{
    private static readonly string[] Pieces =
    [
        "\"", "'", "&", "<", ">", "\t", "\n", "\r", "\r\n", " ", "]]>", "<!--", "-->", "<![CDATA[", "&amp;", "&#13;", "\u0000", "\u0001", "\u000B", "\u001F", "\u007F", "\u0085", "\u2028",
        "\uD800", "\uDC00", "\uDC00\uD800", "\U0001F4DA", "\U0010FFFF", "\U0001FFFE", "\uFFFD", "\uFFFE", "\uFFFF", "\uFEFF", "\u00A0", "a\u0301", "å", "漢", "</saml:Assertion>", "x",
    ];

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(400);

    private static Arbitrary<string> Values { get; } = (
        from count in Gen.Choose(0, 12)
        from pieces in Gen.ArrayOf(Gen.OneOf(Gen.Elements(Pieces), Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString())), count)
        select string.Concat(pieces)).ToArbitrary();

    [Fact]
    public void A_response_holds_any_value()
    {
        using var key = Keys.Signing("RSA-2048");
        Check.One(Many.WithMaxTest(100), Prop.ForAll(Values, Values, (one, other) =>
        {
            var assertion = Answers.Assertion with
            {
                NameId = new NameId(one, other, one, other),
                Audience = other,
                Context = one,
                SessionIndex = one,
                Attributes = [new AttributeValue(other, one, [one, other]) { NameId = new NameId(other, null, one, null) }],
            };
            var response = Answers.Response with { Status = new StatusAnswer(one, other, one), InResponseTo = other, Assertion = assertion };
            Holds(SamlWriter.Write(response, new Protection(key)), one, other);
        }));
    }

    [Fact]
    public void Logout_messages_hold_any_value() => Check.One(Many, Prop.ForAll(Values, Values, (one, other) =>
    {
        Holds(SamlWriter.LogoutRequest(new MessageHeader("_a", Party.Now, one, other), new NameId(other, one), one, Party.Now, null), one, other);
        Holds(SamlWriter.LogoutResponse(new MessageHeader("_a", Party.Now, other, null), one, new StatusAnswer(other, one, one), null), one, other);
    }));

    [Fact]
    public void Metadata_holds_any_value()
    {
        using var key = Keys.Signing("P-256");
        Check.One(Many, Prop.ForAll(Values, Values, (one, other) =>
        {
            var metadata = Answers.Metadata with
            {
                EntityId = one,
                SingleLogout = other,
                SingleSignOn = one,
                NameIdFormats = [other],
                DisplayNames = [(other, one), ("sv", other)],
                Scope = one,
                ErrorAddress = other,
                TechnicalContact = one,
                Logo = new Logo(other, 1, 2),
            };
            Holds(SamlWriter.Write(metadata, key), one, other);
        }));
    }

    private static void Holds(ReadOnlyMemory<byte> message, string one, string other)
    {
        Assert.Equal(Canonical.Of(message), Canonical.Text(message));
        var told = Everything(Canonical.Parsed(message).DocumentElement!).ToHashSet(StringComparer.Ordinal);
        Assert.All([one, other], value => Assert.True(told.Overlaps([AsText(value), AsAttribute(value)])));
    }

    private static string AsText(string value) => Canonical.Holdable(value.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));

    private static string AsAttribute(string value) => AsText(value).Replace('\n', ' ').Replace('\t', ' ');

    private static IEnumerable<string> Everything(XmlElement element) => element.Attributes.Cast<XmlAttribute>().Select(a => a.Value)
        .Append(Text(element)).Concat(element.ChildNodes.OfType<XmlElement>().SelectMany(Everything));

    private static string Text(XmlElement element)
    {
        var text = new StringBuilder();
        foreach (XmlNode node in element.ChildNodes)
            text.Append(node is XmlElement ? "" : node.Value);
        return text.ToString();
    }
}
