using System.Text;
using Analytics.Core.Wire;
using Xunit;

namespace Analytics.Tests.Core.Wire;

public class RecordTimeTests
{
    [Theory]
    [InlineData("1545084650.987", 1545084650987)]
    [InlineData("1545084650", 1545084650000)]
    [InlineData("0.5", 500)]
    [InlineData("1.98765", 1987)]
    public void Seconds_are_read_as_milliseconds(string number, long expected)
    {
        Assert.True(RecordTime.TryRead(Encoding.UTF8.GetBytes(number), out var milliseconds));
        Assert.Equal(expected, milliseconds);
    }

    [Theory]
    [InlineData("-5.5")]
    [InlineData("1e3")]
    [InlineData("1.5e7")]
    [InlineData("999999999999")]
    public void What_might_mean_something_else_is_for_the_thorough_reader(string number) =>
        Assert.False(RecordTime.TryRead(Encoding.UTF8.GetBytes(number), out _));
}
