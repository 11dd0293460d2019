using DigitalAccess.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigitalAccess.Web.Tests.Hosting;

/// <summary>What the tests of secrets rest on: that they see every line, and which of them an installation keeps.</summary>
public sealed class WritingLogs(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Theory]
    [InlineData("DigitalAccess.Web.PatronLogin.PatronSignIn", LogLevel.Information)]
    [InlineData("Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure.PageActionInvoker", LogLevel.Warning)]
    [InlineData("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical)]
    [InlineData("OpenIddict.Server.OpenIddictServerDispatcher", LogLevel.Warning)]
    [InlineData("Npgsql.Command", LogLevel.Warning)]
    [InlineData("Hangfire.Server.Worker", LogLevel.Warning)]
    public void Tests_see_every_level_and_an_installation_keeps_what_its_settings_say(string category, LogLevel keptFrom)
    {
        var logger = world.App.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
        var mark = Guid.NewGuid().ToString("N");
        var levels = Enum.GetValues<LogLevel>().Where(l => l != LogLevel.None).ToList();
        foreach (var level in levels)
            logger.Log(level, "{Mark}", mark);

        Assert.Equal(levels, Levels(world.App.Logs.All, mark));
        Assert.Equal(levels.Where(l => l >= keptFrom), Levels(world.App.Logs.Lines, mark));
    }

    [Fact]
    public async Task The_sinks_are_awake_during_a_login()
    {
        using var browser = await world.SignedInAsync();
        Assert.Contains(world.App.Logs.All, line => line.StartsWith("Trace Microsoft.AspNetCore", StringComparison.Ordinal));
        Assert.Contains(world.App.Logs.Ours, line => line.Contains("Login at library habo: SignedIn", StringComparison.Ordinal));
        Assert.Contains(world.App.Logs.Lines, line => line.Contains("Login at library habo: SignedIn", StringComparison.Ordinal));
    }

    private static IEnumerable<LogLevel> Levels(IEnumerable<string> lines, string mark) =>
        lines.Where(l => l.Contains(mark, StringComparison.Ordinal)).Select(l => Enum.Parse<LogLevel>(l.Split(' ')[0]));
}
