using System.Globalization;
using Analytics.Local.CloudWatch.Metrics;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

/// <summary>CloudWatch API reference, GetMetricData and GetMetricStatistics: StartTime, EndTime and Period.</summary>
/// <remarks>That timestamps are aligned with StartTime, an engineer of AWS says in boto3's issue 3457.</remarks>
public class PeriodTests
{
    private static readonly DateTimeOffset Now = Time("2026-11-23 12:00:00");

    /// <remarks>The examples of StartTime, and the ages at which the rounding changes.</remarks>
    [Theory]
    [InlineData("2026-11-23 10:32:34", 60, "2026-11-23 10:32:00")]
    [InlineData("2026-11-22 12:32:34", 300, "2026-11-22 12:32:00")]
    [InlineData("2026-11-08 12:00:01", 300, "2026-11-08 12:00:00")] // one second less than 15 days
    [InlineData("2026-11-08 11:32:34", 300, "2026-11-08 11:30:00")]
    [InlineData("2026-10-22 12:32:34", 300, "2026-10-22 12:30:00")]
    [InlineData("2026-09-21 12:04:59", 3600, "2026-09-21 12:00:00")] // 63 days
    [InlineData("2026-09-21 11:59:59", 3600, "2026-09-21 11:00:00")]
    [InlineData("2026-08-01 12:32:34", 3600, "2026-08-01 12:00:00")]
    [InlineData("2026-11-23 01:05:13", 10, "2026-11-23 01:05:10")]
    [InlineData("2026-11-23 01:05:17", 5, "2026-11-23 01:05:15")]
    [InlineData("2026-11-23 01:05:59", 20, "2026-11-23 01:05:40")]
    [InlineData("2026-11-23 01:05:59", 30, "2026-11-23 01:05:30")]
    [InlineData("2026-11-23 01:05:59", 1, "2026-11-23 01:05:59")]
    [InlineData("2026-11-23 11:07:00", 3600, "2026-11-23 11:07:00")] // not the hour
    public void The_start_time_is_rounded_down(string start, int period, string first) => Assert.Equal(
        Time(first).ToUnixTimeSeconds(), PeriodGrid.FromStartTime(Time(start), Now, period, Now).Start);

    [Fact]
    public void A_query_for_ten_seconds_has_the_timestamps_of_the_reference() => Assert.Equal(
        [Time("2026-11-23 01:05:10").ToUnixTimeSeconds(), Time("2026-11-23 01:05:20").ToUnixTimeSeconds()],
        PeriodGrid.FromStartTime(Time("2026-11-23 01:05:13"), Time("2026-11-23 01:05:23"), 10, Now).Starts());

    [Theory]
    [InlineData("json")]
    [InlineData("cbor")]
    public async Task Periods_begin_at_the_start_time_and_nothing_from_outside_the_range_is_returned(string protocol)
    {
        await using var cloud = await EndpointFixture.StartAsync(protocol);
        await cloud.OkAsync("PutMetricData", """
            {"Namespace":"Shop","MetricData":[
              {"MetricName":"Orders","Timestamp":@0,"Value":1},
              {"MetricName":"Orders","Timestamp":@120,"Value":2},
              {"MetricName":"Orders","Timestamp":@300,"Value":4},
              {"MetricName":"Orders","Timestamp":@419,"Value":8},
              {"MetricName":"Orders","Timestamp":@420,"Value":16},
              {"MetricName":"Orders","Timestamp":@540,"Value":32}]}
            """);
        const string Range = "\"StartTime\":@150,\"EndTime\":@540";

        // The start is rounded down to @120; then periods of 5 minutes follow, and @540 is not in the range any more.
        Assert.Equal(
            """{"MetricDataResults":["""
            + """{"Id":"a","Label":"Orders","Timestamps":["@120","@420"],"Values":[14,16],"StatusCode":"Complete"},"""
            + """{"Id":"b","Label":"Orders","Timestamps":["@120","@420"],"Values":[14,16],"StatusCode":"Complete"},"""
            + """{"Id":"c","Label":"c","Timestamps":["@120","@420"],"Values":[14,16],"StatusCode":"Complete"}],"Messages":[]}""",
            await cloud.OkAsync("GetMetricData", $$$"""
                {{{{Range}}},"ScanBy":"TimestampAscending","MetricDataQueries":[
                  {"Id":"a","MetricStat":{"Metric":{"Namespace":"Shop","MetricName":"Orders"},"Period":300,"Stat":"Sum"}},
                  {"Id":"b","Expression":"SEARCH('{Shop} Orders', 'Sum', 300)"},
                  {"Id":"c","Expression":"FILL(a, 0)"}]}
                """));
        Assert.Equal(
            """{"Label":"Orders","Datapoints":[{"Timestamp":"@120","Sum":14,"Unit":"None"},{"Timestamp":"@420","Sum":16,"Unit":"None"}]}""",
            await cloud.OkAsync("GetMetricStatistics", $$"""
                {"Namespace":"Shop","MetricName":"Orders","Period":300,"Statistics":["Sum"],{{Range}}}
                """));
    }

    [Fact]
    public async Task A_data_point_without_percentiles_is_not_returned_for_them()
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        await cloud.OkAsync("PutMetricData", """
            {"Namespace":"Shop","MetricData":[
              {"MetricName":"Orders","Timestamp":@0,"Values":[1,-1]},{"MetricName":"Orders","Timestamp":@60,"Values":[1,2]}]}
            """);
        Assert.Equal(
            """{"Label":"Orders","Datapoints":[{"Timestamp":"@60","Unit":"None","ExtendedStatistics":{"p50":1}}]}""",
            await cloud.OkAsync("GetMetricStatistics", """
                {"Namespace":"Shop","MetricName":"Orders","Period":60,"ExtendedStatistics":["p50"],"StartTime":@0,"EndTime":@120}
                """));
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
