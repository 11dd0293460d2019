using System.Text;
using System.Xml;
using DigitalAccess.Saml2.Tests.Fuzzing;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Tests.Xml;

/// <summary>We build the tree ourselves, so it must be the one that others would have built: canonical form says whether it is.</summary>
public sealed class TreesAndTheirCanonicalForm
{
    public static TheoryData<string> Documents =>
    [
        "<a/>", "<a></a>", "<a> </a>", "<a>x</a>", "<a>x&amp;y&#10;z</a>", "<a>\r\nx\r\n\r\n&#13;\r&#9;</a>", "<a>  <b/>  x  <c/>\n</a>", "<a b='1' a=\"2\"/>", "<a b='&#10;&#13;&#9;\n\r\t x'/>", "<a b=' x  y '/>",
        "<a b='&lt;&gt;&amp;&quot;&apos;'>&lt;&gt;&amp;&quot;&apos;</a>", "<?xml version='1.0'?>\n<a/>\n", "<a xmlns='u'><b xmlns=''/><c/></a>", "<p:a xmlns:p='u' xmlns:q='v'><p:b q:c='1' c='2'/></p:a>",
        "<p:a xmlns:p='u'><p:b xmlns:p='v'><p:c xmlns:p='u'/></p:b></p:a>", "<a xml:lang='sv' xml:space='preserve'> <b/> </a>", "<a>å\U0001F4DA\u2028\u0085\uFFFD</a>", "<a b='å\U0001F4DA\u2028\u0085'/>",
        $"<a>{new string('x', 5000)}å{new string('y', 5000)}</a>", $"<a b='{new string('x', 5000)}&amp;'/>", $"<a>{string.Concat(Enumerable.Repeat("x&lt;\r\n", 2000))}</a>", "<a><b/><b/>\n<b>x</b>y<b/></a>",
    ];

    [Theory, MemberData(nameof(Documents))]
    public void A_message_is_the_tree_that_the_framework_would_have_built(string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        Assert.Equal(Canonical.Of(bytes), OfTree(SafeXml.ReadMessage(bytes)));
        Assert.Equal(Canonical.Of(bytes), OfTree(SafeXml.ReadMetadata(bytes, 100_000)));
    }

    [Theory]
    [InlineData("<!-- a --><a><!-- b -->x<!-- c -->y<b><!-- d --></b></a><!-- e -->")]
    [InlineData("<a>x<![CDATA[<y>&amp;]]>z</a>")]
    [InlineData("<a><![CDATA[]]></a>")]
    [InlineData("<a>\n <!-- only white space --> \n</a>")]
    public void Metadata_is_the_tree_that_canonical_form_has_without_comments(string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var tree = SafeXml.ReadMetadata(bytes, 1000);
        Assert.Equal(Canonical.Of(bytes), OfTree(tree));
        Assert.InRange(tree.DocumentElement!.ChildNodes.Count, 0, 2);
        Expect.Refused(SamlFaultKind.Malformed, () => SafeXml.ReadMessage(bytes));
    }

    [Fact]
    public void A_text_is_one_node_whatever_is_in_it()
    {
        var root = SafeXml.ReadMessage(Encoding.UTF8.GetBytes($"<a> x&amp;y&#13;\r\n{new string('z', 10_000)} </a>")).DocumentElement!;
        var text = Assert.IsType<XmlText>(Assert.Single(root.ChildNodes.Cast<XmlNode>()));
        Assert.Equal($" x&y\r\n{new string('z', 10_000)} ", text.Value);
        Assert.StartsWith("x&y\r", root.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_changed_messages_have_the_same_canonical_form_for_the_framework()
    {
        var compared = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var message = TreeMutator.Change(Seed.All[random.Next(Seed.All.Count)].Message, random);
            var bytes = Encoding.UTF8.GetBytes(random.Next(2) == 0 ? message : message.Replace(">", ">\r\n&#x9;", StringComparison.Ordinal).Replace("\r\n&#x9;<samlp:A", "<samlp:A", StringComparison.Ordinal));
            if (Read(bytes) is not { } tree)
                continue;
            compared++;
            Assert.True(Canonical.Of(bytes) == OfTree(tree), $"Seed {seed}");
        }

        Assert.InRange(compared, 1000, 3000);
    }

    /// <summary>Nothing is read here that a stricter reader would not read, and in the same way.</summary>
    [Fact]
    public void Thousands_of_broken_messages_are_read_only_where_the_framework_reads_them()
    {
        var compared = 0;
        for (var seed = 0; seed < 6000; seed++)
        {
            var random = new Random(seed);
            var bytes = Encoding.UTF8.GetBytes(TextMutator.Change(Seed.All[random.Next(Seed.All.Count)].Message, random));
            if (Read(bytes) is not { } tree)
                continue;
            compared++;
            Assert.True(Canonical.Of(bytes) == OfTree(tree), $"Seed {seed}");
        }

        Assert.InRange(compared, 500, 6000);
    }

    [Fact]
    public void A_part_has_the_namespaces_of_what_is_around_it()
    {
        var tree = SafeXml.ReadMessage("<a xmlns='u' xmlns:p='v' xmlns:q='w'><b xmlns='' xmlns:p='x'><p:c q:d='1'><e/></p:c></b></a>"u8.ToArray());
        var part = (XmlElement)tree.DocumentElement!.FirstChild!.FirstChild!;
        Assert.Equal("<p:c xmlns:p=\"x\" xmlns:q=\"w\" q:d=\"1\"><e></e></p:c>", Encoding.UTF8.GetString(CanonicalForm.OfSubtree(part, null)));
    }

    private static XmlDocument? Read(byte[] bytes)
    {
        try
        {
            return SafeXml.ReadMessage(bytes);
        }
        catch (SamlException)
        {
            return null;
        }
    }

    private static string OfTree(XmlDocument tree) => Encoding.UTF8.GetString(CanonicalForm.OfDocument(tree, null));
}
