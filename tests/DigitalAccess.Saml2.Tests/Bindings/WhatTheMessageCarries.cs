using System.Text;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Bindings;

public sealed class WhatTheMessageCarries
{
    private static readonly string Valid = new AuthnRequestDraft().Xml;

    [Theory]
    [InlineData("a%20b", "a b")]
    [InlineData("a+b", "a b")]
    [InlineData("a%2Bb", "a+b")]
    [InlineData("%C3%A5", "å")]
    [InlineData("%F0%9F%93%9A", "\U0001F4DA")]
    [InlineData("", "")]
    [InlineData("https%3a%2f%2fsp.example.org%2F%3Fa%3D1%26b", "https://sp.example.org/?a=1&b")]
    [InlineData("a=b", "a=b")]
    [InlineData("%22%3E%3Cimg%20src%3Dx%3E", "\"><img src=x>")]
    public void The_RelayState_is_given_back_as_it_was_meant(string written, string meant)
    {
        Assert.Equal(meant, RedirectBinding.Read(new RedirectQuery(Valid) { RelayState = written }.Unsigned).RelayState);
        Assert.Equal(meant, PostBinding.Read(Encoding.ASCII.GetBytes(Incoming.Form(Valid, written))).RelayState);
    }

    [Fact]
    public void No_RelayState_is_another_thing_than_an_empty_one() => Assert.Null(RedirectBinding.Read(new RedirectQuery(Valid).Unsigned).RelayState);

    [Fact]
    public void The_binding_and_the_kind_are_told()
    {
        var redirected = RedirectBinding.Read(new RedirectQuery(new LogoutResponseDraft().Xml) { Parameter = "SAMLResponse" }.Unsigned);
        Assert.Equal((SamlNames.Bindings.Redirect, "LogoutResponse", false), (redirected.Binding, redirected.Name, redirected.IsSigned));
        var posted = Incoming.Posted(XmlSigner.Sign(new LogoutRequestDraft().Xml, Keys.Stranger));
        Assert.Equal((SamlNames.Bindings.Post, "LogoutRequest", true), (posted.Binding, posted.Name, posted.IsSigned));
    }

    [Fact]
    public void A_form_may_break_the_message_into_lines()
    {
        var lines = string.Join("%0D%0A", Convert.ToBase64String(Encoding.UTF8.GetBytes(Valid)).Chunk(76).Select(line => Uri.EscapeDataString(new string(line))));
        Assert.Equal("_request1", PostBinding.Read(Encoding.ASCII.GetBytes($"SAMLRequest={lines}")).Header.Id);
    }

    [Theory]
    [InlineData("a%zz")]
    [InlineData("a%2")]
    [InlineData("a%")]
    [InlineData("%FF")]
    [InlineData("%C0%AF")]
    [InlineData("%ED%A0%80")]
    [InlineData("a%+1")]
    [InlineData("a% 1")]
    public void A_damaged_RelayState_is_refused(string written)
    {
        Expect.Refused(SamlFaultKind.Malformed, () => RedirectBinding.Read(new RedirectQuery(Valid) { RelayState = written }.Unsigned));
        Expect.Refused(SamlFaultKind.Malformed, () => PostBinding.Read(Encoding.ASCII.GetBytes(Incoming.Form(Valid, written))));
    }

    public static TheoryData<string> LongStates => [new string('a', 81), string.Concat(Enumerable.Repeat("%C3%A5", 41)), string.Concat(Enumerable.Repeat("%F0%9F%93%9A", 21)), new string('a', 4000)];

    [Theory, MemberData(nameof(LongStates))]
    public void More_than_80_bytes_of_RelayState_are_refused(string written)
    {
        Expect.Refused(SamlFaultKind.RelayState, () => RedirectBinding.Read(new RedirectQuery(Valid) { RelayState = written }.Unsigned));
        Expect.Refused(SamlFaultKind.RelayState, () => PostBinding.Read(Encoding.ASCII.GetBytes(Incoming.Form(Valid, written))));
    }

    [Theory, InlineData("a", 80), InlineData("%C3%A5", 40), InlineData("%F0%9F%93%9A", 20)]
    public void Just_80_bytes_of_RelayState_are_not_too_many(string character, int count) =>
        Assert.Equal(80, Encoding.UTF8.GetByteCount(RedirectBinding.Read(new RedirectQuery(Valid) { RelayState = string.Concat(Enumerable.Repeat(character, count)) }.Unsigned).RelayState!));

    [Theory]
    [InlineData("")]
    [InlineData("SAMLRequest")]
    [InlineData("SAMLRequest=")]
    [InlineData("SAMLResponse=")]
    [InlineData("RelayState=x")]
    [InlineData("SAMLRequest=!!!!")]
    [InlineData("SAMLRequest=AAA")]
    [InlineData("SAMLRequest=%20")]
    [InlineData("SAMLRequest=AAAA")]
    [InlineData("SAMLRequest=%C3%A5")]
    [InlineData("SAMLRequest=å")]
    [InlineData("&&&=&=&")]
    [InlineData("SAMLRequest=PA%3D%3D")]
    public void Something_without_a_message_is_refused(string written)
    {
        Expect.Refused(SamlFaultKind.Malformed, () => RedirectBinding.Read(written));
        Expect.Refused(SamlFaultKind.Malformed, () => PostBinding.Read(Encoding.UTF8.GetBytes(written)));
    }

    [Fact]
    public void What_is_longer_than_any_message_is_refused_unread()
    {
        Expect.Refused(SamlFaultKind.TooLarge, () => RedirectBinding.Read(new string('&', RedirectBinding.LongestQuery + 1)));
        Expect.Refused(SamlFaultKind.TooLarge, () => PostBinding.Read(new byte[PostBinding.LongestBody + 1]));
    }
}
