using Analytics.Cli.Import;
using Analytics.Core.Orders;
using Xunit;

namespace Analytics.Tests.Cli.Import;

public class LocalTimesTests
{
    // Germany sets its clocks forward at 02:00 on the last Sunday of March and back at 03:00 on that of October.
    [Theory]
    [InlineData("2026-11-23 10:05:12", "2026-11-23T09:05:12.000Z", "winter")]
    [InlineData("2026-07-01 10:05:12", "2026-07-01T08:05:12.000Z", "summer")]
    [InlineData("2026-10-25 02:30:00", "2026-10-25T00:30:00.000Z", "occurs twice: the earlier")]
    [InlineData("2026-03-29 02:30:00", "2026-03-29T01:30:00.000Z", "is skipped: moved forward")]
    [InlineData("2026-07-01T10:05:12Z", "2026-07-01T10:05:12.000Z", "has an offset of its own")]
    public void Local_times_are_those_of_the_zone(string text, string expected, string because)
    {
        Assert.True(LocalTimes.In("Europe/Berlin")!.TryParse(text, out var time));
        Assert.True(expected == Timestamps.Format(time), $"{because}: {Timestamps.Format(time)}");
    }

    [Fact]
    public void A_zone_that_does_not_exist_is_none() => Assert.Null(LocalTimes.In("Europe/Atlantis"));
}
