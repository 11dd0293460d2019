using System.Text;
using DigitalAccess.Web.Staff;

namespace DigitalAccess.Web.Tests.Staff;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 10, TimeSpan.Zero);

    /// <summary>RFC 6238, appendix B, the last six of the eight digits there.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_RFC(long second, string code) =>
        Assert.Equal(code, Totp.CodeAt(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(second))));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_may_be_one_step_off(int off, bool good)
    {
        var step = Totp.StepAt(Now) + off;
        Assert.Equal(good ? step : null, Totp.Match(Secret, Totp.CodeAt(Secret, step), Now));
    }

    [Fact]
    public void Blanks_that_authenticators_show_may_be_typed()
    {
        var code = Totp.CodeAt(Secret, Totp.StepAt(Now));
        Assert.NotNull(Totp.Match(Secret, $" {code[..3]} {code[3..]} ", Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("١٢٣٤٥٦")]
    [InlineData("12345\0")]
    [InlineData("-12345")]
    public void Anything_but_six_digits_is_no_code(string? typed) => Assert.Null(Totp.Match(Secret, typed, Now));

    /// <summary>RFC 4648, section 10, without the padding.</summary>
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_in_base32(string text, string base32)
    {
        Assert.Equal(base32, Base32.Encode(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, Encoding.ASCII.GetString(Base32.Decode(base32.ToLowerInvariant() + "=")));
    }

    [Fact]
    public void A_secret_with_a_strange_character_is_refused() => Assert.Throws<FormatException>(() => Base32.Decode("MZXW0"));

    [Theory]
    [InlineData("K7M2QX", "K7M2QX")]
    [InlineData(" k7m-2qx ", "K7M2QX")]
    [InlineData("K7M2Q", null)]
    [InlineData("K7M2QXX", null)]
    [InlineData("K7M2Q'", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Receipt_codes_are_read_as_people_type_them(string? typed, string? code) => Assert.Equal(code, ReceiptLookup.Clean(typed));
}
