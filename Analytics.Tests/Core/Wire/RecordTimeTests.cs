using Analytics.Core.Wire;
using Xunit;

namespace Analytics.Tests.Core.Wire;

public class RecordTimeTests
{
    [Theory]
    [InlineData(1545084650987, 3, 1545084650987)]
    [InlineData(1545084650, 0, 1545084650000)]
    [InlineData(5, 1, 500)]
    [InlineData(99_999_999_999, 0, 99_999_999_999_000)]
    public void Seconds_are_made_milliseconds(long digits, int decimals, long expected)
    {
        Assert.True(RecordTime.TryScale(digits, decimals, out var milliseconds));
        Assert.Equal(expected, milliseconds);
    }

    [Theory]
    [InlineData(198765, 5)]
    [InlineData(100_000_000_000, 0)]
    [InlineData(99_999_999_999_999, 0)]
    public void What_might_mean_something_else_is_for_the_thorough_reader(long digits, int decimals) =>
        Assert.False(RecordTime.TryScale(digits, decimals, out _));
}
