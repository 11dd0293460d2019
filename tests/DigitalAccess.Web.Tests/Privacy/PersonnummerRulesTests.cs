using System.Globalization;
using DigitalAccess.Web.Privacy;
using FsCheck;
using FsCheck.Fluent;

namespace DigitalAccess.Web.Tests.Privacy;

public sealed class PersonnummerRulesTests
{
    private static readonly Config Thousand = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static readonly Gen<string> Numbers =
        from days in Gen.Choose(0, 45_000)
        from serial in Gen.Choose(0, 999)
        from coordination in Gen.Elements(0, 60)
        let day = new DateTime(1901, 1, 1).AddDays(days)
        let start = string.Create(CultureInfo.InvariantCulture, $"{day:yyyyMM}{day.Day + coordination:00}{serial:000}")
        select start + CheckDigit(start[2..]);

    [Theory]
    [InlineData("8112189876")]
    [InlineData("811218-9876")]
    [InlineData("811218+9876")]
    [InlineData("811218 9876")]
    [InlineData("811218 - 9876")]
    [InlineData("198112189876")]
    [InlineData("19811218-9876")]
    [InlineData("19 811218 9876")]
    [InlineData("1981-12-18-9876")]
    [InlineData("1981.12.18 9876")]
    [InlineData("8 1 1 2 1 8 9 8 7 6")]
    [InlineData("121212-1212")]
    [InlineData("701063-2391", "a samordningsnummer")]
    [InlineData("000229-0013", "the leap day of 2000")]
    [InlineData("patron:811218-9876@habo.example.se")]
    [InlineData("https://vendor.example/?id=198112189876&x=1")]
    [InlineData("x8112189876y")]
    [InlineData("0546198112189876", "behind a library's code")]
    [InlineData("１９８１１２１８－９８７６", "full-width")]
    [InlineData("٨١١٢١٨٩٨٧٦", "Arabic digits")]
    [InlineData("811218\u20119876", "a hyphen that does not break")]
    [InlineData("811218\u22129876", "a minus sign")]
    [InlineData("8112\u200b18\u00ad9876", "signs that nobody sees")]
    [InlineData("\ud800811218-9876", "half a character in front")]
    public void These_hold_one(string text, string? because = null) => Assert.True(PersonnummerRules.IsIn(text), because);

    [Theory]
    [InlineData("")]
    [InlineData("habo")]
    [InlineData("Jönköpings stadsbibliotek")]
    [InlineData("urn:mace:dir:entitlement:common-lib-terms")]
    [InlineData("811218-9875", "a wrong check digit")]
    [InlineData("811318-9879", "no such month")]
    [InlineData("810230-9871", "no such day")]
    [InlineData("010229-0014", "no leap day in 2001")]
    [InlineData("556016-0680", "a company")]
    [InlineData("165560160680", "a company in twelve digits")]
    [InlineData("202100-5489", "an authority")]
    [InlineData("212000-0142", "a municipality")]
    [InlineData("031-390 06 01", "a telephone number")]
    [InlineData("2026-11-22T10:15:30Z")]
    [InlineData("23529051234567", "a library card")]
    [InlineData("811218 and then 9876", "two numbers that have nothing to do with each other")]
    [InlineData("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")]
    public void These_hold_none(string text, string? because = null) => Assert.False(PersonnummerRules.IsIn(text), because);

    [Fact]
    public void Every_number_is_found_however_it_is_written_and_whatever_surrounds_it()
    {
        var written = from number in Numbers
                      from isLong in Gen.Elements(true, false)
                      from separator in Gen.Elements("", "-", "+", " ", " - ", "\u2013")
                      from zero in Gen.Elements('0', '０', '٠', '०')
                      from before in Gen.Elements("", "id=", "Å", "patron ", "#")
                      from after in Gen.Elements("", "&x", " habo", "@habo.example.se", "Ö")
                      let date = isLong ? number[..8] : number[2..8]
                      select before + new string([.. $"{date}{separator}{number[8..]}".Select(c => char.IsAsciiDigit(c) ? (char)(zero + c - '0') : c)]) + after;
        Check.One(Thousand, Prop.ForAll(written.ToArbitrary(), PersonnummerRules.IsIn));
    }

    [Fact]
    public void With_any_other_check_digit_it_is_none()
    {
        var spoilt = from number in Numbers
                     from other in Gen.Choose(1, 9)
                     select number[..11] + ((number[11] - '0' + other) % 10).ToString(CultureInfo.InvariantCulture);
        Check.One(Thousand, Prop.ForAll(spoilt.ToArbitrary(), text => !PersonnummerRules.IsIn($"{text[..8]}-{text[8..]}") && !PersonnummerRules.IsIn(text)));
    }

    [Fact]
    public void No_organisation_number_is_taken_for_a_persons()
    {
        var organisations = from kind in Gen.Elements(2, 5, 7, 8, 9)
                            from second in Gen.Choose(0, 9)
                            from month in Gen.Choose(20, 99)
                            from rest in Gen.Choose(0, 99_999)
                            let start = string.Create(CultureInfo.InvariantCulture, $"{kind}{second}{month}{rest:00000}")
                            select $"{start[..6]}-{start[6..]}{CheckDigit(start)}";
        Check.One(Thousand, Prop.ForAll(organisations.ToArbitrary(), text => !PersonnummerRules.IsIn(text) && !PersonnummerRules.IsIn("16" + text.Replace("-", "", StringComparison.Ordinal))));
    }

    [Fact]
    public void Whatever_the_text_there_is_an_answer() =>
        Check.One(Thousand, Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => IdentityNumbers.Found(text ?? "") is null or "se-personnummer"));

    private static string CheckDigit(string nine)
    {
        var sum = nine.Select((c, at) => (c - '0') * (at % 2 == 0 ? 2 : 1)).Sum(n => n / 10 + n % 10);
        return ((10 - sum % 10) % 10).ToString(CultureInfo.InvariantCulture);
    }
}
