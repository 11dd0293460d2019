using System.Globalization;
using DigitalAccess.Web.Pages.Login;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Texts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace DigitalAccess.Web.Tests.PatronLogin;

public sealed class WhatTheAnswersSay(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Theory]
    [InlineData("sv", 2, "försöka 2 gånger till innan")]
    [InlineData("sv", 1, "försöka 1 gång till innan")]
    [InlineData("en", 2, "try 2 more times before")]
    [InlineData("en", 1, "try 1 more time before")]
    public void Tries_that_are_left_are_counted_in_good_grammar(string language, int left, string words) =>
        Assert.Contains(words, Say(language, new LoginResult.WrongCardOrPin(left)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(null)]
    public void Where_no_try_is_left_or_many_are_none_is_promised(int? left) =>
        Assert.Equal("The card number or the PIN is not right. Check both and try again.", Say("en", new LoginResult.WrongCardOrPin(left)));

    [Theory]
    [InlineData("sv", 40, "Vänta 1 minut och")]
    [InlineData("en", 60, "Wait 1 minute and")]
    [InlineData("en", 61, "Wait 2 minutes and")]
    [InlineData("en", 90 * 60, "Wait 90 minutes and")]
    [InlineData("sv", 23 * 3600 + 1, "Vänta 24 timmar och")]
    public void A_wait_is_told_in_minutes_and_a_long_one_in_hours(string language, int seconds, string words) =>
        Assert.Contains(words, Say(language, new LoginResult.Wait(TimeSpan.FromSeconds(seconds))), StringComparison.Ordinal);

    private string Say(string language, LoginResult result)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new CultureInfo(language);
            return LoginAnswers.Text(result, world.Habo, world.App.Services.GetRequiredService<IStringLocalizer<PatronTexts>>());
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
