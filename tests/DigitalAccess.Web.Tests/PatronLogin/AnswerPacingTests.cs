using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Tests.PatronLogin;

/// <summary>How long a failed login's answer is held back, so that a stopwatch learns nothing.</summary>
public sealed class AnswerPacingTests
{
    [Theory]
    [InlineData(0, 750)]
    [InlineData(40, 750)]
    [InlineData(749, 750)]
    [InlineData(750, 750)]
    [InlineData(751, 1000)]
    [InlineData(1240, 1250)]
    public void Every_answer_comes_at_the_floor_or_at_a_full_step_after_it(int took, int answered)
    {
        var elapsed = TimeSpan.FromMilliseconds(took);
        Assert.Equal(TimeSpan.FromMilliseconds(answered), elapsed + AnswerPacing.Remaining(elapsed, new PacingOptions()));
    }

    [Fact]
    public void Without_a_step_nothing_is_held_back() =>
        Assert.Equal(TimeSpan.Zero, AnswerPacing.Remaining(TimeSpan.FromMilliseconds(3), new PacingOptions { Floor = TimeSpan.Zero, Step = TimeSpan.Zero }));
}
