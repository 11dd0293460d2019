using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Metadata;

/// <summary>A browser is sent with an assertion to whatever address the metadata gives.</summary>
public sealed class AddressesOfServices
{
    [Theory]
    [InlineData("https://sp.example.org/acs")]
    [InlineData("https://sp.example.org:8443/a/b;c=1?tenant=x&y=%20")]
    [InlineData("HTTPS://SP.EXAMPLE.ORG/ACS")]
    [InlineData("https://[2001:db8::1]/acs")]
    [InlineData("https://sp.example.org")]
    [InlineData("https://sp.example.org/@mention")]
    [InlineData("http://127.0.0.1:5000/acs")]
    [InlineData("http://localhost/acs")]
    [InlineData("http://[::1]:5000/acs")]
    public void Plain_addresses_are_kept_as_they_are_written(string address) =>
        Assert.Equal(address, Assert.Single(new MetadataDraft().With(d => d.Consumer.With("Location", address)).Read().Metadata.ConsumerServices).Location);

    [Theory]
    [InlineData("javascript:alert(document.domain)", "no absolute https address")]
    [InlineData("JavaScript://sp.example.org/%0aalert(1)", "no absolute https address")]
    [InlineData("data:text/html,hello", "no absolute https address")]
    [InlineData("vbscript:x", "no absolute https address")]
    [InlineData("file:///etc/passwd", "no absolute https address")]
    [InlineData("ftp://sp.example.org/acs", "no absolute https address")]
    [InlineData("//sp.example.org/acs", "no absolute https address")]
    [InlineData("/acs", "no absolute https address")]
    [InlineData("acs", "no absolute https address")]
    [InlineData("https:/sp.example.org/acs", "no absolute https address")]
    [InlineData("https:sp.example.org", "no absolute https address")]
    [InlineData("https://", "no absolute https address")]
    [InlineData("", "is empty")]
    [InlineData(" https://sp.example.org/acs", "characters")]
    [InlineData("https://sp.example.org/a b", "characters")]
    [InlineData("https://sp.example.org\\@evil.example.org/", "characters")]
    [InlineData("https:\\\\sp.example.org/", "characters")]
    [InlineData("https://sp.example.org/\"onload=", "characters")]
    [InlineData("https://sp.example.org/<b>", "characters")]
    [InlineData("https://bücher.example.org/acs", "characters")]
    [InlineData("https://sp.example.org/acs#top", "has a fragment")]
    [InlineData("https://user:word@sp.example.org/acs", "user name")]
    [InlineData("https://sp.example.org@evil.example.org/acs", "user name")]
    [InlineData("https://@sp.example.org/acs", "user name")]
    [InlineData("http://sp.example.org/acs", "not an https address")]
    [InlineData("http://localhost.example.org/acs", "not an https address")]
    [InlineData("http://10.0.0.1/acs", "not an https address")]
    [InlineData("http://127.0.0.1@evil.example.org/", "user name")]
    public void Any_other_address_refuses_all_of_the_metadata(string address, string says) =>
        Refusals.AssertRefused(SamlFaultKind.Metadata, says, () => new MetadataDraft().With(d => d.Consumer.With("Location", address)).Read());

    [Fact]
    public void An_address_has_an_end() => Refusals.AssertRefused(
        SamlFaultKind.Metadata, "longer than 2048", () => new MetadataDraft().With(d => d.Consumer.With("Location", $"https://sp.example.org/{new string('a', 2048)}")).Read());
}
