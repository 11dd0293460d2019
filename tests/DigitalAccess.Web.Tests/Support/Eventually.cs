using System.Diagnostics;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>Waits for what becomes true, not for a time; and says what did not.</summary>
internal static class Eventually
{
    public static Task HoldsAsync(Func<bool> condition, string what, int seconds = 20) => HoldsAsync(() => Task.FromResult(condition()), what, seconds);

    /// <param name="condition">What must become true.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="seconds">For how long it is waited for.</param>
    /// <param name="witness">What else to say when it does not; asked only then.</param>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, int seconds = 20, Func<string>? witness = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started).TotalSeconds >= seconds)
                Assert.Fail($"not within {seconds} seconds: {what}\n{witness?.Invoke()}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
