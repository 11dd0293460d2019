using System.Net;
using DigitalAccess.Web.Outbound;

namespace DigitalAccess.Web.Tests.Outbound;

public sealed class OutboundRulesTests
{
    private static readonly OutboundOptions Options = new() { Allow = ["vendor.internal:443", "127.0.0.1:5081", "[fd00::5]:443"], Ports = [8443] };

    [Theory]
    [InlineData("https://vendor.example/jwks")]
    [InlineData("https://vendor.example:443/jwks?v=2")]
    [InlineData("https://vendor.example:8443/jwks")]
    [InlineData("https://BÜCHEREI.example/jwks")]
    [InlineData("https://93.184.215.14/jwks")]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/jwks")]
    [InlineData("https://vendor.internal/jwks")]
    [InlineData("https://VENDOR.internal/jwks")]
    [InlineData("https://127.0.0.1:5081/jwks")]
    [InlineData("https://2130706433:5081/jwks")]
    [InlineData("https://[fd00:0::5]/jwks")]
    public void A_target_outside_or_named_by_the_operator_may_be_called(string target) => Assert.Null(OutboundRules.RefuseTarget(new Uri(target), Options));

    [Theory]
    [InlineData("http://vendor.example/jwks", "plain http")]
    [InlineData("http://vendor.example:443/jwks", "plain http")]
    [InlineData("ftp://vendor.example/jwks", "not an https address")]
    [InlineData("file:///etc/passwd", "not an https address")]
    [InlineData("gopher://vendor.example/", "not an https address")]
    [InlineData("data:application/json,{}", "not an https address")]
    [InlineData("/jwks", "not an https address")]
    [InlineData("https://user:word@vendor.example/", "user name")]
    [InlineData("https://vendor.example@127.0.0.1/", "user name")]
    [InlineData("https://vendor.example:22/", "port 22")]
    [InlineData("https://vendor.internal:444/", "port 444")]
    [InlineData("https://127.0.0.1:5432/", "port 5432")]
    [InlineData("https://localhost/", "inner network")]
    [InlineData("https://LOCALHOST/", "inner network")]
    [InlineData("https://localhost./", "ends in a dot")]
    [InlineData("https://vendor.example./", "ends in a dot")]
    [InlineData("https://vendor.internal./", "ends in a dot")]
    [InlineData("https://127.0.0.1./", "ends in a dot")]
    [InlineData("https://db/", "inner network")]
    [InlineData("https://a.localhost/", "inner network")]
    [InlineData("https://printer.local/", "inner network")]
    [InlineData("https://metadata.google.internal/", "inner network")]
    [InlineData("https://router.home.arpa/", "inner network")]
    [InlineData("https://127.0.0.1/", "this machine")]
    [InlineData("https://127.1/", "this machine")]
    [InlineData("https://2130706433/", "this machine")]
    [InlineData("https://0x7f000001/", "this machine")]
    [InlineData("https://0x7f.0.0.1/", "this machine")]
    [InlineData("https://0177.0.0.1/", "this machine")]
    [InlineData("https://①②⑦.0.0.1/", "this machine")]
    [InlineData("https://127。0。0。1/", "this machine")]
    [InlineData("https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "inner network")]
    [InlineData("https://0/", "this network itself")]
    [InlineData("https://169.254.169.254/latest/meta-data/", "the local link")]
    [InlineData("https://[::1]/", "this machine")]
    [InlineData("https://[::]/", "not public")]
    [InlineData("https://[::ffff:127.0.0.1]/", "this machine")]
    [InlineData("https://[64:ff9b::7f00:1]/", "this machine")]
    [InlineData("https://[fe80::1%25eth0]/", "the local link")]
    [InlineData("https://[fd00::6]/", "private network")]
    public void Any_other_target_is_refused_before_its_name_is_looked_up(string target, string reason) =>
        Assert.Contains(reason, OutboundRules.RefuseTarget(new Uri(target, UriKind.RelativeOrAbsolute), Options), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://127.0.0.1:5081/", true, true)]
    [InlineData("http://127.0.0.1:5081/", false, false)]
    [InlineData("http://127.0.0.1:5082/", true, false)]
    [InlineData("http://vendor.example/", true, false)]
    public void Plain_http_is_for_named_places_in_development(string target, bool development, bool allowed) =>
        Assert.Equal(allowed, OutboundRules.RefuseTarget(new Uri(target), new OutboundOptions { Allow = Options.Allow, PlainHttp = development }) is null);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.250")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::5db8:d70e")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::5db8:d70e")]
    [InlineData("64:ff9b:1:fffe::7f00:1")]
    [InlineData("100::1")]
    [InlineData("2001:0:7f00:1::")]
    [InlineData("2001:0:5db8:d70e:0:0:80ff:fffe")]
    [InlineData("2001:2::1")]
    [InlineData("2001:10::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2002:c0a8:101::1")]
    [InlineData("3fff::1")]
    [InlineData("4000::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void An_address_that_is_not_public_is_refused_alone_and_among_good_ones(string inner)
    {
        var address = IPAddress.Parse(inner);
        Assert.NotNull(OutboundRules.RefuseAddresses([address], allowed: false));
        Assert.NotNull(OutboundRules.RefuseAddresses([IPAddress.Parse("93.184.215.14"), address, IPAddress.Parse("1.1.1.1")], allowed: false));
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:6b0::1")]
    [InlineData("2a00:801::1")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::101:101")]
    [InlineData("2002:101:101::1")]
    public void A_public_address_may_be_called(string outer) => Assert.Null(OutboundRules.RefuseAddresses([IPAddress.Parse(outer)], allowed: false));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.5", true)]
    [InlineData("172.20.0.5", true)]
    [InlineData("192.168.0.5", true)]
    [InlineData("100.64.0.5", true)]
    [InlineData("fd00::5", true)]
    [InlineData("1.1.1.1", true)]
    [InlineData("::ffff:10.0.0.5", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("fe80::1", false)]
    [InlineData("::", false)]
    public void Of_what_lies_inside_the_operator_can_allow_what_servers_have(string inner, bool allowed) =>
        Assert.Equal(allowed, OutboundRules.RefuseAddresses([IPAddress.Parse(inner)], allowed: true) is null);

    [Fact]
    public void A_name_that_leads_nowhere_is_refused() => Assert.NotNull(OutboundRules.RefuseAddresses([], allowed: true));

    [Fact]
    public void What_is_said_names_the_kind_of_network_and_no_address() =>
        Assert.Equal("the address leads to a private network", OutboundRules.RefuseAddresses([IPAddress.Parse("10.1.2.3")], allowed: false));

    [Theory]
    [InlineData("vendor.internal:443", true)]
    [InlineData("127.0.0.1:5081", true)]
    [InlineData("[fd00::5]:443", true)]
    [InlineData("xn--bcherei-n2a.example:443", true)]
    [InlineData("vendor.internal", false)]
    [InlineData("https://vendor.internal:443", false)]
    [InlineData("vendor.internal:443/", false)]
    [InlineData("VENDOR.internal:443", false)]
    [InlineData("bücherei.example:443", false)]
    [InlineData("*.internal:443", false)]
    [InlineData("127.1:443", false)]
    [InlineData("user@vendor.internal:443", false)]
    [InlineData("", false)]
    public void A_place_that_would_never_match_is_said_at_the_start(string place, bool good) =>
        Assert.Equal(good, new OutboundOptionsValidator().Validate(null, new OutboundOptions { Allow = [place] }).Succeeded);

    [Fact]
    public void All_faults_of_the_settings_are_said_at_once()
    {
        var result = new OutboundOptionsValidator().Validate(null, new OutboundOptions { Allow = ["a", "b"], Ports = [0], Timeout = TimeSpan.FromHours(1) });
        Assert.Equal(4, result.Failures!.Count());
    }
}
