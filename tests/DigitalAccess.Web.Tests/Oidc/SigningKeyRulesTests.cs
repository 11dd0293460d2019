using DigitalAccess.Web.Oidc;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>The life of signing keys with the default times: 90 days of signing, 14 days of notice, 14 days of grace.</summary>
public sealed class SigningKeyRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SigningKeyOptions Options = new();

    [Fact]
    public void The_first_key_signs_at_once() => Assert.Equal(Start, SigningKeyRules.NextActiveFrom([], Start, Options));

    [Theory]
    [InlineData(75, null)]
    [InlineData(76, 90)]
    [InlineData(85, 99)]
    [InlineData(200, 214)]
    public void The_next_is_made_in_time_to_be_announced_for_its_full_notice(int day, int? activeFrom) =>
        Assert.Equal(activeFrom is { } d ? Start.AddDays(d) : (DateTimeOffset?)null, SigningKeyRules.NextActiveFrom([Key("a", 0)], Start.AddDays(day), Options));

    [Fact]
    public void While_one_is_announced_no_other_is_made() =>
        Assert.Null(SigningKeyRules.NextActiveFrom([Key("a", 0), Key("b", 90)], Start.AddDays(80), Options));

    [Theory]
    [InlineData(80, "a", "a b")]
    [InlineData(90, "b", "a b")]
    [InlineData(103, "b", "a b")]
    [InlineData(104, "b", "b")]
    public void A_key_is_published_before_it_signs_and_after_it_has_signed(int day, string signing, string published)
    {
        OidcSigningKey[] keys = [Key("a", 0), Key("b", 90)];
        var now = Start.AddDays(day);
        Assert.Equal(signing, SigningKeyRules.Signing(keys, now)!.KeyId);
        Assert.Equal(published, string.Join(' ', SigningKeyRules.Published(keys, now, Options).Select(k => k.KeyId)));
        Assert.Equal(published == "b" ? "a" : "", string.Join(' ', SigningKeyRules.Spent(keys, now, Options).Select(k => k.KeyId)));
    }

    [Fact]
    public void A_revoked_key_signs_and_is_published_until_its_successor_takes_over_and_not_an_instant_longer()
    {
        var takeOver = Start.AddMinutes(3);
        OidcSigningKey[] keys = [Key("stolen", -10, revokedFrom: takeOver), new() { KeyId = "new", Algorithm = "ES256", ProtectedPrivateKey = [], CreatedAt = Start, ActiveFrom = takeOver }];
        Assert.Equal("stolen", SigningKeyRules.Signing(keys, Start)!.KeyId);
        Assert.Equal(["stolen", "new"], SigningKeyRules.Published(keys, Start, Options).Select(k => k.KeyId));
        Assert.Equal("new", SigningKeyRules.Signing(keys, takeOver)!.KeyId);
        Assert.Equal(["new"], SigningKeyRules.Published(keys, takeOver, Options).Select(k => k.KeyId));
        Assert.Null(SigningKeyRules.NextActiveFrom(keys, Start, Options));
    }

    [Fact]
    public void A_notice_longer_than_the_keys_life_is_refused()
    {
        var wrong = new SigningKeyOptions { RotateEvery = TimeSpan.FromDays(10), Announce = TimeSpan.FromDays(10) };
        Assert.NotEmpty(wrong.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(wrong)));
        Assert.Empty(Options.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(Options)));
    }

    private static OidcSigningKey Key(string id, int activeFromDay, DateTimeOffset? revokedFrom = null) => new()
    {
        KeyId = id, Algorithm = "ES256", ProtectedPrivateKey = [], CreatedAt = Start, ActiveFrom = Start.AddDays(activeFromDay), RevokedFrom = revokedFrom,
    };
}
