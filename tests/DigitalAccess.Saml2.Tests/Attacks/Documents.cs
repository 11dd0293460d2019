using System.Net;
using System.Net.Sockets;
using System.Text;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Tests.Attacks;

/// <summary>Documents that do something to whoever reads them: type definitions, bombs, other encodings.</summary>
public sealed class Documents
{
    private const long MuchMemory = 8 * 1024 * 1024;

    private static readonly AuthnRequestDraft Valid = new();

    public static TheoryData<string, AuthnRequestDraft> Definitions => new()
    {
        { "entity for the ID", Valid with { Before = "<!DOCTYPE AuthnRequest [<!ENTITY e \"x\">]>", Id = "&e;" } },
        { "entity unused", Valid with { Before = "<!DOCTYPE AuthnRequest [<!ENTITY e \"x\">]>" } },
        { "external entity", Valid with { Before = "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>", Issuer = "&e;" } },
        { "external entity in the ID", Valid with { Before = "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>", Id = "&e;" } },
        { "external definition", Valid with { Before = "<!DOCTYPE r SYSTEM \"http://127.0.0.1:9/a.dtd\">" } },
        { "public definition", Valid with { Before = "<!DOCTYPE r PUBLIC \"-//X\" \"http://127.0.0.1:9/a.dtd\">" } },
        { "empty definition", Valid with { Before = "<!DOCTYPE r>" } },
        { "definition in small letters", Valid with { Before = "<!doctype r>" } },
        { "attribute by default", Valid with { Before = "<!DOCTYPE r [<!ATTLIST r ID CDATA \"_evil\">]>" } },
        { "definition behind a declaration", Valid with { Before = "<?xml version=\"1.0\"?>\n<!DOCTYPE r []>" } },
        { "definition behind a comment", Valid with { Before = "<!-- --><!DOCTYPE r []>" } },
        { "an entity nobody declared", Valid with { Issuer = "&evil;" } },
        { "a parameter entity", Valid with { Before = "<!DOCTYPE r [<!ENTITY % p \"<!ENTITY e 'x'>\"> %p;]>" } },
    };

    [Theory, MemberData(nameof(Definitions)), Trait("Case", "SAML-001")]
    public void A_document_with_a_type_definition_is_refused(string what, AuthnRequestDraft draft)
    {
        Assert.NotEmpty(what);
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Post(draft.Xml), "passwd");
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Redirect(new RedirectQuery(draft.Xml).SignedBy(Keys.Provider)), "passwd");
    }

    [Theory, Trait("Case", "SAML-001")]
    [InlineData("<!DOCTYPE r SYSTEM \"{0}\">", "")]
    [InlineData("<!DOCTYPE r [<!ENTITY % sp SYSTEM \"{0}\"> %sp;]>", "")]
    [InlineData("<!DOCTYPE r [<!ENTITY e SYSTEM \"{0}\">]>", "&e;")]
    [InlineData("<?xml-stylesheet href=\"{0}\"?>", "")]
    [InlineData("", "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"{0}\"/>")]
    public void Nothing_is_ever_fetched(string before, string inside)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}/a.dtd";
        var draft = Valid with { Before = before.Replace("{0}", address, StringComparison.Ordinal), Inside = inside.Replace("{0}", address, StringComparison.Ordinal) };
        Assert.IsType<AuthnRequestVerdict.Refused>(Incoming.Post(draft.Xml));
        Assert.False(listener.Pending());
    }

    [Fact, Trait("Case", "SAML-003")]
    public void A_billion_laughs_are_not_laughed()
    {
        var definition = "<!ENTITY lol0 \"lol\">" + string.Concat(Enumerable.Range(1, 9).Select(i => $"<!ENTITY lol{i} \"{string.Concat(Enumerable.Repeat($"&lol{i - 1};", 10))}\">"));
        var draft = Valid with { Before = $"<!DOCTYPE lolz [{definition}]>", Issuer = "sp&lol9;" };
        Assert.InRange(Allocated(() => Expect.Refused(SamlFaultKind.Malformed, Incoming.Post(draft.Xml))), 0, MuchMemory);
    }

    public static TheoryData<string, string> Large => new()
    {
        { "60,000 attributes", (Valid with { More = string.Concat(Enumerable.Range(0, 60_000).Select(i => $" a{i}=\"\"")) }).Xml },
        { "101 attributes", (Valid with { More = string.Concat(Enumerable.Range(0, 96).Select(i => $" a{i}=\"\"")) }).Xml },
        { "one attribute of 100,000 characters", (Valid with { More = $" a=\"{new string('x', 100_000)}\"" }).Xml },
        { "6,000 attributes here and there", (Valid with { Inside = Extensions(string.Concat(Enumerable.Repeat($"<e{string.Concat(Enumerable.Range(0, 3000).Select(i => $" a{i}=''"))}/>", 3))) }).Xml },
        { "2,000 namespaces", (Valid with { Inside = Extensions($"<e{Namespaces(2000)}/>") }).Xml },
        { "a thousand namespaces for ten thousand elements", (Valid with { Inside = Extensions($"<e{Namespaces(1000)}>{string.Concat(Enumerable.Repeat("<p1:e/>", 10_000))}</e>") }).Xml },
        { "namespaces at every depth", (Valid with { Inside = Extensions(string.Concat(Enumerable.Range(0, 25).Select(i => $"<e{Namespaces(90)}>")) + string.Concat(Enumerable.Repeat("</e>", 25))) }).Xml },
        { "40 levels", (Valid with { Inside = Extensions(string.Concat(Enumerable.Repeat("<e>", 40)) + string.Concat(Enumerable.Repeat("</e>", 40))) }).Xml },
        { "100,000 levels", string.Concat(Enumerable.Repeat("<e>", 100_000)) + string.Concat(Enumerable.Repeat("</e>", 100_000)) },
        { "30,000 open levels", string.Concat(Enumerable.Repeat("<e>", 30_000)) },
        { "a name of 100,000 characters", (Valid with { Inside = Extensions($"<{new string('e', 100_000)}/>") }).Xml },
        { "10,000 names", (Valid with { Inside = Extensions(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"<e{i:D8}/>"))) }).Xml },
    };

    [Theory, MemberData(nameof(Large)), Trait("Case", "SAML-005")]
    public void A_document_that_is_deep_or_wide_is_refused_cheaply(string what, string message)
    {
        Assert.NotEmpty(what);
        var bytes = Encoding.UTF8.GetBytes(message);
        Assert.InRange(Allocated(() => Assert.Contains(Assert.Throws<SamlException>(() => SafeXml.ReadMessage(bytes)).Fault.Kind, new[] { SamlFaultKind.TooLarge, SamlFaultKind.Malformed })), 0, MuchMemory);
        Assert.IsType<AuthnRequestVerdict.Refused>(Incoming.Post(message));
    }

    /// <summary>What is not refused must at least not cost more than it is worth: a quarter of a megabyte of the worst.</summary>
    [Theory]
    [InlineData("&lt;")]
    [InlineData("&#13;")]
    [InlineData("\r\n")]
    [InlineData("x<e/>")]
    [InlineData("<e/>")]
    [InlineData("<e a='1' b='2'/>")]
    [InlineData("å")]
    [InlineData("\n ")]
    public void A_long_document_costs_little(string piece)
    {
        var filling = new StringBuilder();
        while (Encoding.UTF8.GetByteCount(piece) * (filling.Length / piece.Length + 1) < 180_000)
            filling.Append(piece);
        var message = (Valid with { Inside = Extensions($"<any>{filling}</any>") }).Xml;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Expect.Accepted(AuthnRequestRules.Judge(new(SafeXml.ReadMessage(Encoding.UTF8.GetBytes(message)).DocumentElement!, SamlNames.Bindings.Post, null, null), Party.AtSignOn));

        // Seconds, where pieces of a text stayed nodes of their own.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    public static TheoryData<string, byte[]> OtherEncodings => new()
    {
        { "UTF-7", Encoding.ASCII.GetBytes((Valid with { Before = "<?xml version=\"1.0\" encoding=\"utf-7\"?>" }).Xml) },
        { "Latin-1, said", Encoding.Latin1.GetBytes((Valid with { Before = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>", Issuer = "å" }).Xml) },
        { "Latin-1, not said", Encoding.Latin1.GetBytes((Valid with { Issuer = "å" }).Xml) },
        { "UTF-16 with its mark and said", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes((Valid with { Before = "<?xml version=\"1.0\" encoding=\"utf-16\"?>" }).Xml)] },
        { "UTF-16 said", Encoding.Unicode.GetBytes((Valid with { Before = "<?xml version=\"1.0\" encoding=\"utf-16\"?>" }).Xml) },
        { "UTF-16 with its mark", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Valid.Xml)] },
        { "UTF-16 the other way round", [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes((Valid with { Before = "<?xml version=\"1.0\" encoding=\"utf-16\"?>" }).Xml)] },
        { "UTF-32", [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes(Valid.Xml)] },
        { "overlong UTF-8", Replaced("</saml:Issuer>", [0xC0, 0xBC]) },
        { "a surrogate in UTF-8", Replaced("</saml:Issuer>", [0xED, 0xA0, 0x80]) },
        { "half a character", Replaced("</saml:Issuer>", [0xC3]) },
        { "a zero", Replaced("</saml:Issuer>", [0]) },
        { "a zero in the ID", Replaced("_request1", [0]) },
        { "a bell", Replaced("</saml:Issuer>", [7]) },
        { "U+FFFE", Encoding.UTF8.GetBytes((Valid with { Issuer = "x\uFFFE" }).Xml) },
        { "another XML", Encoding.ASCII.GetBytes((Valid with { Before = "<?xml version=\"1.1\"?>" }).Xml) },
    };

    [Theory, MemberData(nameof(OtherEncodings)), Trait("Case", "SAML-013")]
    public void Another_encoding_than_UTF_8_is_refused(string what, byte[] message)
    {
        Assert.NotEmpty(what);
        Expect.Refused(SamlFaultKind.Malformed, () => SafeXml.ReadMessage(message));
        Expect.Refused(SamlFaultKind.Malformed, () => PostBinding.Read(Encoding.ASCII.GetBytes($"SAMLRequest={Uri.EscapeDataString(Convert.ToBase64String(message))}")));
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=")]
    [InlineData("<?xml version=\"1.0\" encoding=\"")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\"")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\"?")]
    [InlineData("<?xml version=\"1.0\"")]
    [InlineData("<?xml")]
    [InlineData("<?")]
    [InlineData("<")]
    [InlineData("\uFEFF")]
    public void A_declaration_that_is_cut_off_is_refused(string message)
    {
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Post(message));
        Expect.Refused(SamlFaultKind.Malformed, () => SafeXml.ReadMessage(Encoding.UTF8.GetBytes(message)));
        Expect.Refused(SamlFaultKind.Malformed, () => SafeXml.ReadMetadata(Encoding.UTF8.GetBytes(message), 1000));
    }

    [Theory]
    [InlineData("&#0;")]
    [InlineData("&#1;")]
    [InlineData("&#x8;")]
    [InlineData("&#xD800;")]
    [InlineData("&#xDC00;")]
    [InlineData("&#xFFFE;")]
    [InlineData("&#xFFFF;")]
    [InlineData("&#x110000;")]
    [InlineData("&#99999999999;")]
    [InlineData("&#-1;")]
    [InlineData("&#;")]
    [InlineData("&;")]
    public void A_reference_to_a_character_that_XML_cannot_hold_is_refused(string reference)
    {
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Post((Valid with { Issuer = reference }).Xml));
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Post((Valid with { More = $" ProviderName=\"{reference}\"" }).Xml));
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Post((Valid with { Inside = Extensions($"<e>{reference}</e>") }).Xml));
    }

    private static string Extensions(string inside) => $"<samlp:Extensions xmlns=\"urn:x\">{inside}</samlp:Extensions>";

    private static string Namespaces(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $" xmlns:p{i}='u{i}'"));

    private static byte[] Replaced(string text, byte[] by)
    {
        var parts = Valid.Xml.Split(text, 2);
        var kept = text.StartsWith('<') ? text : "";
        return [.. Encoding.UTF8.GetBytes(parts[0]), .. by, .. Encoding.UTF8.GetBytes(kept + parts[1])];
    }

    private static long Allocated(Action act)
    {
        act();
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
