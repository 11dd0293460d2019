using DigitalAccess.Web.Releases;

namespace DigitalAccess.Web.Tests.Releases;

public sealed class ReleaseRulesTests
{
    private const string Number = "19811218-9876";
    private static readonly ReleaseFacts Facts = new("habo", "Habo bibliotek", "Habo", "Mullsjö", "habo.login.example.se", 42);

    [Theory]
    [InlineData("Library", "library=habo")]
    [InlineData("LibraryName", "library_name=Habo bibliotek")]
    [InlineData("Municipality", "municipality=Habo")]
    [InlineData("Residence", "residence=Mullsjö")]
    [InlineData("AgeBand", "age_band=adult")]
    [InlineData("Affiliation", "eduperson_scoped_affiliation=[member@habo.login.example.se]")]
    public void Each_source_tells_one_thing_by_its_usual_name(string source, string told) =>
        Assert.Equal(told, Told(ReleaseRules.Decide([AttributeRelease.Of(Enum.Parse<ReleaseSource>(source))], Facts)));

    [Fact]
    public void What_is_not_in_the_contract_is_not_told() => Assert.Empty(ReleaseRules.Decide([], Facts).Claims);

    [Fact]
    public void A_vendor_may_spell_a_claim_in_its_own_way() =>
        Assert.Equal("customer=habo", Told(ReleaseRules.Decide([AttributeRelease.Of(ReleaseSource.Library) with { Claim = "customer" }], Facts)));

    [Fact]
    public void Several_values_of_one_claim_are_one_list() => Assert.Equal(
        "eduperson_entitlement=[urn:a urn:b]", Told(ReleaseRules.Decide([Constant("eduperson_entitlement", "urn:a"), Constant("eduperson_entitlement", "urn:b")], Facts)));

    [Fact]
    public void What_nobody_knows_is_left_out_and_named_where_the_vendor_cannot_do_without()
    {
        var unknown = Facts with { Age = null, Residence = null };
        var release = ReleaseRules.Decide([AttributeRelease.Of(ReleaseSource.AgeBand), AttributeRelease.Of(ReleaseSource.Residence) with { Required = true }], unknown);
        Assert.Empty(release.Claims);
        Assert.Equal(["residence"], release.Unknown);
    }

    public static TheoryData<string> Sources => [.. Enum.GetNames<ReleaseSource>().Except(["AgeBand"])];

    [Theory]
    [MemberData(nameof(Sources))]
    public void An_identity_number_goes_out_by_no_source_whatever(string source)
    {
        var poisoned = new ReleaseFacts(Number, Number, Number, Number, Number, 42, Number);
        var line = AttributeRelease.Of(Enum.Parse<ReleaseSource>(source)) with { Value = source == "Constant" ? Number : null };
        foreach (var required in new[] { false, true })
        {
            var release = ReleaseRules.Decide([line with { Required = required }, AttributeRelease.Of(ReleaseSource.AgeBand)], poisoned);
            Assert.Equal("age_band=adult", Told(release));
            Assert.Equal(new WithheldClaim(line.Claim, "se-personnummer", required), Assert.Single(release.Withheld));
        }
    }

    [Theory]
    [InlineData("eduperson_entitlement")]
    [InlineData("eduPersonEntitlement")]
    [InlineData("library")]
    [InlineData("library_name")]
    [InlineData("customer.id")]
    [InlineData("https://vendor.example/claims/library")]
    [InlineData("urn:oid:1.3.6.1.4.1.5923.1.1.1.9")]
    public void These_names_may_be_given(string claim) => Assert.Null(ClaimNames.Check(claim));

    [Theory]
    [InlineData("sub", "protocol")]
    [InlineData("ISS", "protocol")]
    [InlineData("at_hash", "protocol")]
    [InlineData("auth_time", "protocol")]
    [InlineData("oi_au_id", "protocol")]
    [InlineData("name", "told to no vendor")]
    [InlineData("given_name", "told to no vendor")]
    [InlineData("familyName", "told to no vendor")]
    [InlineData("birthdate", "told to no vendor")]
    [InlineData("date-of-birth", "told to no vendor")]
    [InlineData("e-mail", "told to no vendor")]
    [InlineData("email_verified", "told to no vendor")]
    [InlineData("card_number", "told to no vendor")]
    [InlineData("libraryBarcode", "told to no vendor")]
    [InlineData("pin", "told to no vendor")]
    [InlineData("eduPersonPrincipalName", "told to no vendor")]
    [InlineData("", "beginning with a letter")]
    [InlineData("två", "beginning with a letter")]
    [InlineData("a b", "beginning with a letter")]
    public void These_may_not(string claim, string because) => Assert.Contains(because, ClaimNames.Check(claim), StringComparison.Ordinal);

    private static AttributeRelease Constant(string claim, string value) => new() { Claim = claim, Source = ReleaseSource.Constant, Value = value };

    private static string Told(Release release) =>
        string.Join(' ', release.Claims.Select(c => $"{c.Name}={(c.IsList ? $"[{string.Join(' ', c.Values)}]" : c.Values.Single())}"));
}
