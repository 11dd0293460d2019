using System.Diagnostics;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>Waits for what becomes true, not for a time; and says what did not.</summary>
internal static class Eventually
{
    public static Task HoldsAsync(Func<bool> condition, string what, int seconds = 20) => HoldsAsync(() => Task.FromResult(condition()), what, seconds);

    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, int seconds = 20)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started).TotalSeconds < seconds, $"not within {seconds} seconds: {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
