using Analytics.Core.Orders;
using Analytics.Operations.Import;
using Xunit;

namespace Analytics.Tests.Operations.Import;

public class ImportTimeTests
{
    [Theory]
    [InlineData("2026-11-23T10:05:12.345Z", "2026-11-23T10:05:12.345Z")]
    [InlineData("2026-11-23T10:05:12.3456789Z", "2026-11-23T10:05:12.345Z")]
    [InlineData("2026-11-23T10:05:12,5Z", "2026-11-23T10:05:12.500Z")]
    [InlineData("2026-11-23T10:05:12+01:00", "2026-11-23T09:05:12.000Z")]
    [InlineData("2026-11-23T10:05:12-0530", "2026-11-23T15:35:12.000Z")]
    [InlineData("2026-11-23T10:05:12+02", "2026-11-23T08:05:12.000Z")]
    [InlineData("2026-11-23 10:05:12 +0100", "2026-11-23T09:05:12.000Z")]
    [InlineData("2026-11-23 10:05", "2026-11-23T10:05:00.000Z")]
    [InlineData("2026-11-23", "2026-11-23T00:00:00.000Z")]
    public void An_iso_time_is_read_and_is_utc_without_an_offset(string text, string expected)
    {
        Assert.True(new ImportTime().TryParse(text, out var time));
        Assert.Equal(expected, Timestamps.Format(time));
    }

    [Theory]
    [InlineData("23.11.2026")]
    [InlineData("11/23/2026 10:05")]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-30T10:00Z")]
    [InlineData("2026-11-23T25:00Z")]
    [InlineData("2026-11-23T10:05:12+24:00")]
    [InlineData("2026-11-23T10:05:12+01:60")]
    [InlineData("2026-11-23Z")]
    [InlineData("1764000000")]
    [InlineData("")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31 23:59:59 -0500")]
    [InlineData("2026-11-23T10:05:12.\u0665Z")]
    [InlineData("2026-11-23T10:05:1\u0662Z")]
    [InlineData("2026-11-23T10:05:12+0\u0661:00")]
    [InlineData("2026-11-23T10:05:12Z\n")]
    public void Anything_else_is_no_time(string text) => Assert.False(new ImportTime().TryParse(text, out _));

    [Fact]
    public void A_local_time_is_converted_where_a_zone_is_given_and_one_with_an_offset_is_not()
    {
        var times = new ImportTime(local => new DateTimeOffset(local, TimeSpan.FromHours(9)));

        Assert.True(times.TryParse("2026-11-23 10:05", out var local));
        Assert.True(times.TryParse("2026-11-23T10:05Z", out var utc));
        Assert.Equal(
            ("2026-11-23T01:05:00.000Z", "2026-11-23T10:05:00.000Z"), (Timestamps.Format(local), Timestamps.Format(utc)));
    }
}
