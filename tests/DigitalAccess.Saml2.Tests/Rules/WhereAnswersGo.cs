using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Rules;

/// <summary>An answer goes to a place of the service's metadata, compared letter by letter, signed request or not (SAML Profiles 4.1.4.1).</summary>
public sealed class WhereAnswersGo
{
    private static readonly AuthnRequestDraft Valid = new();

    private static readonly Receiving Several = With(
        new(0, SamlNames.Bindings.Post, "https://sp.example.org/acs", false),
        new(1, SamlNames.Bindings.Post, "https://sp.example.org/second", null),
        new(2, "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact", "https://sp.example.org/artifact", true),
        new(3, SamlNames.Bindings.Post, "https://sp.example.org/third", true),
        new(65535, SamlNames.Bindings.Post, "https://sp.example.org/last?a=1", null));

    [Theory, Trait("Case", "SAML-015"), Trait("Case", "SAML-017"), Trait("Case", "SAML-023")]
    [InlineData("https://evil.example/acs")]
    [InlineData("https://sp.example.org/acs.evil.example")]
    [InlineData("https://sp.example.org/acs/../x")]
    [InlineData("https://sp.example.org/x/../acs")]
    [InlineData("https://sp.example.org/acs/")]
    [InlineData("https://sp.example.org/acs?")]
    [InlineData("https://sp.example.org/acs#")]
    [InlineData("https://sp.example.org/acs?tenant=1&amp;SAMLResponse=evil")]
    [InlineData("https://sp.example.org/last?a=1&amp;SAMLResponse=evil")]
    [InlineData("https://sp.example.org/last")]
    [InlineData("https://sp.example.org/ACS")]
    [InlineData("https://SP.example.org/acs")]
    [InlineData("HTTPS://sp.example.org/acs")]
    [InlineData("http://sp.example.org/acs")]
    [InlineData("https://sp.example.org:443/acs")]
    [InlineData("https://sp.example.org./acs")]
    [InlineData("https://sp.example.org@evil.example/acs")]
    [InlineData("https://evil.example\\@sp.example.org/acs")]
    [InlineData(" https://sp.example.org/acs")]
    [InlineData("https://sp.example.org/acs ")]
    [InlineData("https://sp.example.org/%61cs")]
    [InlineData("https://sp.example.org/ac\u0455")]
    [InlineData("https://sp.example.org/artifact")]
    [InlineData("//sp.example.org/acs")]
    [InlineData("/acs")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public void An_address_that_is_not_registered_is_not_answered(string address)
    {
        var draft = Valid with { ConsumerServiceUrl = address };
        Expect.Refused(SamlFaultKind.ConsumerService, Incoming.Redirect(draft, Several));
        Expect.Refused(SamlFaultKind.ConsumerService, Incoming.Redirect(new RedirectQuery(draft.Xml).SignedBy(Keys.Provider), Several));
        Expect.Refused(SamlFaultKind.ConsumerService, Incoming.Post(XmlSigner.Sign(draft.Xml, Keys.Provider), Several));
    }

    [Theory]
    [InlineData("https://sp.example.org/acs", 0)]
    [InlineData("https://sp.example.org/second", 1)]
    [InlineData("https://sp.example.org/third", 3)]
    [InlineData("https://sp.example.org/last?a=1", 65535)]
    public void A_registered_address_is_answered(string address, int index) =>
        Assert.Equal((index, address), Chosen(Valid with { ConsumerServiceUrl = address }, Several));

    [Theory]
    [InlineData("0", "https://sp.example.org/acs")]
    [InlineData("1", "https://sp.example.org/second")]
    [InlineData(" 3 ", "https://sp.example.org/third")]
    [InlineData("65535", "https://sp.example.org/last?a=1")]
    public void A_registered_number_is_answered(string index, string address) =>
        Assert.Equal(address, Chosen(Valid with { ConsumerServiceUrl = null, More = $" AssertionConsumerServiceIndex=\"{index}\"" }, Several).Location);

    [Theory]
    [InlineData("99", SamlFaultKind.ConsumerService)]
    [InlineData("2", SamlFaultKind.ConsumerService)]
    [InlineData("-1", SamlFaultKind.Malformed)]
    [InlineData("+1", SamlFaultKind.Malformed)]
    [InlineData("65536", SamlFaultKind.Malformed)]
    [InlineData("4294967296", SamlFaultKind.Malformed)]
    [InlineData("1.0", SamlFaultKind.Malformed)]
    [InlineData("0x1", SamlFaultKind.Malformed)]
    [InlineData("1,0", SamlFaultKind.Malformed)]
    [InlineData("\u0661", SamlFaultKind.Malformed)]
    [InlineData("evil", SamlFaultKind.Malformed)]
    [InlineData("", SamlFaultKind.Malformed)]
    public void A_number_that_is_not_registered_is_not_answered(string index, SamlFaultKind kind) =>
        Expect.Refused(kind, Incoming.Redirect(Valid with { ConsumerServiceUrl = null, More = $" AssertionConsumerServiceIndex=\"{index}\"" }, Several));

    [Fact, Trait("Case", "SAML-019")]
    public void A_place_that_is_named_twice_over_is_not_answered()
    {
        Expect.Refused(SamlFaultKind.ConsumerService, Incoming.Redirect(Valid with { More = " AssertionConsumerServiceIndex=\"0\"" }));
        Expect.Refused(SamlFaultKind.ConsumerService, Incoming.Redirect(Valid with { ConsumerServiceUrl = "", More = " AssertionConsumerServiceIndex=\"0\"" }));
        Expect.Refused(
            SamlFaultKind.ConsumerService,
            Incoming.Redirect(Valid with { ConsumerServiceUrl = null, More = $" AssertionConsumerServiceIndex=\"0\" ProtocolBinding=\"{SamlNames.Bindings.Post}\"" }));
    }

    [Theory, Trait("Case", "SAML-021")]
    [InlineData("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact")]
    [InlineData("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect")]
    [InlineData("urn:oasis:names:tc:SAML:2.0:bindings:PAOS")]
    [InlineData("urn:oasis:names:tc:SAML:2.0:bindings:http-post")]
    [InlineData("")]
    public void No_answer_goes_by_another_binding(string binding)
    {
        var draft = Valid with { More = $" ProtocolBinding=\"{binding}\"" };
        Expect.Refused(SamlFaultKind.ConsumerService, Incoming.Redirect(draft, Several));
        Expect.Refused(SamlFaultKind.ConsumerService, Incoming.Redirect(draft with { ConsumerServiceUrl = "https://sp.example.org/artifact" }, Several));
        Expect.Refused(SamlFaultKind.ConsumerService, Incoming.Redirect(draft with { ConsumerServiceUrl = null }, Several));
    }

    [Fact]
    public void Where_nobody_names_a_place_the_default_is_taken()
    {
        var silent = Valid with { ConsumerServiceUrl = null };
        ConsumerService[] services = [.. Several.ServiceProvider.ConsumerServices];
        Assert.Equal(3, Chosen(silent, Several).Index);
        Assert.Equal(3, Chosen(silent with { More = $" ProtocolBinding=\"{SamlNames.Bindings.Post}\"" }, Several).Index);
        Assert.Equal(1, Chosen(silent, With(services[..3])).Index);
        Assert.Equal(0, Chosen(silent, With(services[0], services[2])).Index);
        Expect.Refused(SamlFaultKind.ConsumerService, Incoming.Redirect(silent, With(services[2])));
        Expect.Refused(SamlFaultKind.ConsumerService, Incoming.Redirect(silent, With()));
    }

    /// <summary>Metadata is looked at when it comes in; what slipped through, or was written otherwise, is not sent to all the same.</summary>
    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript://sp.example.org/%0Aalert(1)")]
    [InlineData("data:text/html,evil")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://sp.example.org/acs")]
    [InlineData("http://sp.example.org/acs")]
    [InlineData("https://sp.example.org/a b")]
    [InlineData("/acs")]
    [InlineData("//sp.example.org/acs")]
    [InlineData("https://user:password@sp.example.org/acs")]
    [InlineData("https://sp.example.org/acs#evil")]
    [InlineData("https://")]
    [InlineData("")]
    public void A_registered_place_that_is_no_address_of_the_web_is_not_answered(string address)
    {
        var receiving = With(new ConsumerService(0, SamlNames.Bindings.Post, address, true));
        Expect.Refused(SamlFaultKind.ConsumerService, Incoming.Redirect(Valid with { ConsumerServiceUrl = address }, receiving));
        Expect.Refused(SamlFaultKind.ConsumerService, Incoming.Redirect(Valid with { ConsumerServiceUrl = null }, receiving));
        Assert.Null(ConsumerServices.DefaultOf(receiving.ServiceProvider));
    }

    private static (int Index, string Location) Chosen(AuthnRequestDraft draft, Receiving receiving)
    {
        var service = Assert.IsType<AuthnRequestVerdict.Accepted>(Incoming.Redirect(draft, receiving)).AnswerTo;
        Assert.Equal(SamlNames.Bindings.Post, service.Binding);
        return (service.Index, service.Location);
    }

    private static Receiving With(params ConsumerService[] services) => Party.AtSignOn with { ServiceProvider = Party.Metadata with { ConsumerServices = services } };
}
