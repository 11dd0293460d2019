using Microsoft.Playwright;

namespace DigitalAccess.Web.Tests.EndToEnd;

public sealed class TheDemoDesk(DemoFixture fixture)
{
    [Fact]
    public async Task Is_dressed_like_the_pages_that_it_leads_to()
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync();
        var page = await window.NewPageAsync();
        var failed = new List<string>();
        page.RequestFailed += (_, request) => failed.Add($"{request.Url}: {request.Failure}");
        page.Response += (_, response) => failed.AddRange(response.Ok ? [] : [$"{response.Url}: {response.Status}"]);

        await page.GotoAsync(demo.Addresses.Desk.AbsoluteUri, new() { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.Empty(failed.Where(f => !f.Contains("favicon", StringComparison.Ordinal)));
        Assert.Contains("Literata", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('h1')).fontFamily"), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("DA_SCREENSHOT") is { } file)
            await page.ScreenshotAsync(new() { Path = file });
    }
}
