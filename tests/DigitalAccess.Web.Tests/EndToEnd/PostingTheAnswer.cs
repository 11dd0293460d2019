using DigitalAccess.Web.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>The page between us and a vendor, in a real browser: it posts itself, or is posted by its button where scripts do not run.</summary>
public sealed class PostingTheAnswer(SamlWorld world, DemoFixture fixture) : IClassFixture<SamlWorld>
{
    private const string Hostile = "\"><img src=x onerror=alert(1)>";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_patron_logs_in_on_the_way_and_the_answer_is_posted(bool javaScript)
    {
        await using var window = await fixture.WindowAsync("en-GB", javaScript: javaScript);
        var arrived = await ArriveAsync(window);
        var page = await window.NewPageAsync();
        await page.GotoAsync(SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(SamlParty.NewId()), "state & more"));
        await LogInAsync(page);
        if (!javaScript)
        {
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You are being sent on");
            Assert.False(arrived.Task.IsCompleted);
            await page.ClickAsync("main button");
        }

        var fields = await arrived.Task.WaitAsync(TimeSpan.FromSeconds(15));
        Assert.Equal("state & more", fields["RelayState"]);
        await Expect(page.Locator("body")).ToHaveTextAsync("the vendor");
        Assert.Equal(world.Plain.Acs, page.Url);
        Assert.True(new SamlAnswer(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(fields["SAMLResponse"])), null, world.Plain.Acs).IsSuccess);
    }

    [Theory, Trait("Case", "SAML-075")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_state_that_would_be_a_script_does_nothing_here_and_arrives_as_it_was(bool javaScript)
    {
        await using var window = await fixture.WindowAsync("en-GB", javaScript: javaScript);
        var arrived = await ArriveAsync(window);
        var page = await window.NewPageAsync();
        var dialogs = new List<string>();
        page.Dialog += (_, dialog) =>
        {
            dialogs.Add(dialog.Message);
            _ = dialog.DismissAsync();
        };
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync(SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(SamlParty.NewId()), Hostile));
        await LogInAsync(page);
        if (!javaScript)
        {
            await Expect(page.Locator("form[data-post-now]")).ToHaveCountAsync(1);
            await Expect(page.Locator("img")).ToHaveCountAsync(0);
            await page.ClickAsync("main button");
        }

        Assert.Equal(Hostile, (await arrived.Task.WaitAsync(TimeSpan.FromSeconds(15)))["RelayState"]);
        Assert.Empty(dialogs);
        Assert.DoesNotContain(asked, url => url.EndsWith("/x", StringComparison.Ordinal));
    }

    private async Task LogInAsync(IPage page)
    {
        await page.FillAsync("[name=card]", world.Habo.Ils.Patron("Adult").Card);
        await page.FillAsync("[name=pin]", world.Habo.Ils.Patron("Adult").Pin);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>The vendor's page is the test's: what is posted there is kept.</summary>
    private async Task<TaskCompletionSource<Dictionary<string, string>>> ArriveAsync(IBrowserContext window)
    {
        var arrived = new TaskCompletionSource<Dictionary<string, string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await window.RouteAsync(world.Plain.Acs, route =>
        {
            var fields = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(route.Request.PostData);
            arrived.TrySetResult(fields.ToDictionary(f => f.Key, f => f.Value.ToString()));
            return route.FulfillAsync(new() { ContentType = "text/html", Body = "the vendor" });
        });
        return arrived;
    }
}
