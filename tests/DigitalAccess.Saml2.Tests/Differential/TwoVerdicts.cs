namespace DigitalAccess.Saml2.Tests.Differential;

/// <summary>
/// Messages that others have signed, and what is made of them, judged by us and by xmlsec1 with the same key. The verdicts are
/// equal, or ours is the stricter one for a reason of this list. What xmlsec1 refuses is never accepted here.
/// </summary>
public sealed class TwoVerdicts
{
    private const string WeakAlgorithm = "SHA-1 is not accepted (IIP-ALG08)";
    private const string OtherCanonicalForm = "exclusive canonicalisation alone is accepted (SAML Core 5.4.3)";
    private const string OtherReference = "one reference, to the root by its ID, is accepted (SAML Core 5.4.2)";
    private const string OtherTransforms = "the enveloped signature and canonicalisation, without parameters of others, are accepted (SAML Core 5.4.4)";
    private const string Hidden = "comments, sections and instructions are refused wherever they are (CVE-2017-11427)";
    private const string Definition = "type definitions are refused (IIP-G03)";
    private const string OtherContent = "SignedInfo, SignatureValue and KeyInfo are accepted in a signature";
    private const string Wrapper = "only the root's own signature, of the root, is accepted (SAML Core 5.4.2)";

    /// <summary>Fixtures that we refuse although xmlsec1 accepts them.</summary>
    private static readonly Dictionary<string, string> StricterOfFixtures = new()
    {
        ["xml-crypto-inclusive"] = OtherCanonicalForm,
        ["xml-crypto-prefixes"] = OtherTransforms,
        ["xml-crypto-rsa-sha1"] = WeakAlgorithm,
        ["xmlsec-digest-sha1"] = WeakAlgorithm,
        ["xmlsec-enveloped-alone"] = OtherTransforms,
        ["xmlsec-inclusive"] = OtherCanonicalForm,
        ["xmlsec-rsa-sha1"] = WeakAlgorithm,
        ["xmlsec-three-transforms"] = OtherTransforms,
        ["xmlsec-two-references"] = OtherReference,
        ["xmlsec-whole-document"] = OtherReference,
        ["xmlsec-xpath"] = OtherTransforms,
    };

    /// <summary>Changes after which we refuse although xmlsec1 may still accept.</summary>
    private static readonly Dictionary<string, string> StricterOfChanges = new()
    {
        ["a comment in the issuer"] = Hidden,
        ["a comment before the root"] = Hidden,
        ["a comment in the signature"] = Hidden,
        ["a comment in the digest"] = Hidden,
        ["a section for a text"] = Hidden,
        ["an instruction before the root"] = Hidden,
        ["an empty type definition"] = Definition,
        ["an object in the signature"] = OtherContent,
        ["wrapped, the signature outside"] = Wrapper,
    };

    /// <summary>Those to which the changes are made: one of each tool, as different as they come.</summary>
    private static readonly string[] Changeable = ["xml-crypto-rsa-sha256", "xmlsec-in-lines"];

    public static TheoryData<string> Fixtures => [.. SignedFixture.Names];

    public static TheoryData<string> Reasons => [.. StricterOfChanges.Keys];

    public static TheoryData<string, string> Changed =>
        [.. from fixture in Changeable from change in Mutations.All.Keys select (fixture, change)];

    [Theory, MemberData(nameof(Fixtures))]
    public void Somebody_elses_signature_holds_or_there_is_a_reason(string name)
    {
        var fixture = SignedFixture.Read(name);
        Assert.True(fixture.HoldsThere(fixture.Text));
        Assert.Equal(!StricterOfFixtures.ContainsKey(name), fixture.HoldsHere(fixture.Text));
    }

    [Theory, MemberData(nameof(Changed))]
    public void A_changed_message_gets_the_same_verdict_or_there_is_a_reason(string name, string change)
    {
        var fixture = SignedFixture.Read(name);
        var message = Mutations.All[change](fixture.Text);
        var (here, there) = (fixture.HoldsHere(message), fixture.HoldsThere(message));
        if (here != there)
        {
            Assert.False(here, "What xmlsec1 refuses is accepted here.");
            Assert.Contains(change, StricterOfChanges.Keys);
        }
    }

    /// <summary>A reason that nothing needs would excuse a fault some day.</summary>
    [Theory, MemberData(nameof(Reasons))]
    public void Each_reason_is_needed(string change)
    {
        var fixture = SignedFixture.Read("xmlsec-rsa-sha256");
        var message = Mutations.All[change](fixture.Text);
        Assert.Equal((false, true), (fixture.HoldsHere(message), fixture.HoldsThere(message)));
    }

    /// <summary>However a fixture came to be refused, no change of it is accepted.</summary>
    [Fact]
    public void No_change_makes_a_refused_signature_good()
    {
        foreach (var name in StricterOfFixtures.Keys)
            foreach (var (change, mutate) in Mutations.All)
                Assert.False(SignedFixture.Read(name).HoldsHere(mutate(SignedFixture.Read(name).Text)), $"{name}, {change}");
    }
}
