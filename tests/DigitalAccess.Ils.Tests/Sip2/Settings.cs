using System.Text.Json;
using DigitalAccess.Ils.Sip2;

namespace DigitalAccess.Ils.Tests.Sip2;

public sealed class Settings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly Sip2Settings Valid = new() { Name = "kallio", Host = "10.1.2.3", LoginUser = "broker", InstitutionId = "KAL" };

    public static TheoryData<string, Func<Sip2Settings, Sip2Settings>> Broken => new()
    {
        { "name", s => s with { Name = "two words" } },
        { "host name", s => s with { Host = " " } },
        { "link-local", s => s with { Host = "169.254.169.254", PrivateNetworkConfirmed = true } },
        { "port", s => s with { Port = 0 } },
        { "plain text", s => s with { Host = "sip.example.org" } },
        { "plain text", s => s with { Host = "8.8.8.8" } },
        { "plain text", s => s with { Host = "2001:4860:4860::8888" } },
        { "64 hexadecimal digits", s => s with { Tls = TlsMode.Pinned, PinnedCertificateSha256 = "abc" } },
        { "client certificate", s => s with { ClientCertificateFile = typeof(Settings).Assembly.Location } },
        { "does not exist", s => s with { Tls = TlsMode.SystemRoots, ClientCertificateFile = "/nowhere.pem" } },
        { "encoding", s => s with { Encoding = "utf-16" } },
        { "encoding", s => s with { Encoding = "shift_jis" } },
        { "encoding", s => s with { Encoding = "klingon" } },
        { "delimiter", s => s with { Delimiter = 'A' } },
        { "delimiter", s => s with { Delimiter = '\r' } },
        { "profile", s => s with { FieldProfile = "aleph" } },
        { "custom tag", s => s with { CustomTags = new() { Expiry = "pa" } } },
        { "time zone", s => s with { TimeZone = "Mars/Olympus" } },
        { "without CQ", s => s with { MissingCq = MissingCq.Accept } },
        { "Without PINs", s => s with { PinMode = PinMode.None } },
        { "user name", s => s with { AllowUserNameLogin = true, ErrorDetection = false } },
        { "regular expression", s => s with { ExpiredText = "(" } },
        { "regular expression", s => s with { BlockedText = "(" } },
        { "PEM file with the library's", s => s with { Tls = TlsMode.PinnedCa } },
        { "PEM file with the library's", s => s with { Tls = TlsMode.PinnedCa, CaCertificateFile = "/nowhere.pem" } },
        { "pinned authority only", s => s with { Tls = TlsMode.SystemRoots, CaCertificateFile = typeof(Settings).Assembly.Location } },
        { "connections", s => s with { MaxConnections = 9 } },
        { "wait for a connection", s => s with { MaxWaiting = -1 } },
        { "deadlines for answers", s => s with { LoginTimeout = TimeSpan.FromSeconds(16) } },
        { "deadline for connecting", s => s with { ConnectTimeout = TimeSpan.Zero } },
        { "whole verification", s => s with { VerificationTimeout = TimeSpan.FromSeconds(31) } },
        { "unused connections", s => s with { IdleLife = TimeSpan.FromHours(1) } },
        { "half of the deadline", s => s with { MaxWait = TimeSpan.FromSeconds(3) } },
    };

    [Fact]
    public void Good_settings_have_no_faults() => Assert.Empty(Valid.Validate());

    [Theory]
    [MemberData(nameof(Broken))]
    public void Each_fault_is_told_alone_and_says_what_to_do(string about, Func<Sip2Settings, Sip2Settings> spoil)
    {
        var fault = Assert.Single(spoil(Valid).Validate());

        Assert.Contains(about, fault, StringComparison.Ordinal);
        Assert.EndsWith(".", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.Equal(4, (Valid with { Port = 0, Encoding = "x", TimeZone = "y", FieldProfile = "z" }).Validate().Count);

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("192.168.1.5")]
    [InlineData("100.64.0.9")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("ils.internal")]
    public void Plain_text_may_stay_in_a_private_network(string host) => Assert.Empty((Valid with { Host = host }).Validate());

    [Fact]
    public void Plain_text_elsewhere_needs_TLS_or_a_confirmed_VPN()
    {
        var remote = Valid with { Host = "sip.example.org" };

        Assert.Empty((remote with { Tls = TlsMode.SystemRoots }).Validate());
        Assert.Empty((remote with { PrivateNetworkConfirmed = true }).Validate());
    }

    [Fact]
    public void Settings_survive_JSON_with_readable_names()
    {
        var settings = Valid with { MissingCq = MissingCq.Accept, PinMode = PinMode.None, CustomTags = new() { Expiry = "DE", AaPrefixes = ["X:"] }, IdleLife = TimeSpan.FromSeconds(7), Delimiter = '^' };

        var json = JsonSerializer.Serialize(settings, Json);
        var back = JsonSerializer.Deserialize<Sip2Settings>(json, Json)!;

        Assert.Contains("\"missingCq\":\"accept\"", json, StringComparison.Ordinal);
        Assert.Equal(json, JsonSerializer.Serialize(back, Json));
        Assert.Equal(("DE", TimeSpan.FromSeconds(7), '^'), (back.CustomTags?.Expiry, back.IdleLife, back.Delimiter));
        Assert.Equal(5, JsonSerializer.Deserialize<Sip2Settings>("{}", Json)!.ReplyTimeout.TotalSeconds);
    }

    [Theory]
    [InlineData(TimestampZone.Blanks, "20260701    140000")]
    [InlineData(TimestampZone.Zeros, "202607010000140000")]
    [InlineData(TimestampZone.Utc, "20260701   Z120000")]
    public void Times_are_written_as_the_ILS_wants_them(TimestampZone zone, string expected) =>
        Assert.Equal(expected, Sip2Dates.Write(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero), zone, TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm")));

    [Theory]
    [InlineData("sv", "006")]
    [InlineData("fi", "007")]
    [InlineData("EN", "001")]
    [InlineData("nb", "012")]
    [InlineData("se", "000")]
    public void The_page_s_language_is_sent_as_SIP2_s_code(string twoLetters, string code) => Assert.Equal(code, Sip2Language.Code(twoLetters));

    [Fact]
    public void A_custom_tag_replaces_that_of_the_profile_and_leaves_the_others()
    {
        var profile = FieldProfile.BuiltIn["sipserver"].With(new FieldProfile { Expiry = "DE" });

        Assert.Equal(("DE", "PB", "XI"), (profile.Expiry, profile.BirthDate, profile.InternalId));
    }
}
