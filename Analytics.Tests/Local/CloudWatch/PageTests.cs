using Analytics.Local.CloudWatch.Metrics;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

/// <summary>Every series comes once, whatever is recorded between two pages (CloudWatch API reference, NextToken).</summary>
public class PageTests
{
    private static readonly string[] Names = ["B", "D", "F"];

    [Theory]
    [InlineData("SEARCH('{Shop,Lane} Orders', 'Sum', 60)", true)]
    [InlineData("SEARCH('{Shop,Lane} Orders', 'Sum', 60)", false)]
    [InlineData("SORT(SEARCH('{Shop,Lane} Orders', 'Sum', 60), SUM, DESC)", false)]
    [InlineData("SLICE(SORT(SEARCH('{Shop,Lane} Orders', 'Sum', 60), SUM, ASC), 0)", true)]
    public async Task A_series_that_appears_between_two_pages_moves_no_other(string expression, bool isAscending)
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        Put(cloud, Names.SelectMany(name => new[] { (name, 0), (name, 60), (name, 120) }));
        var seen = new List<string>();
        string? token = null;
        var pages = 0;
        do
        {
            var answer = await cloud.CallAsync("GetMetricData", $$"""
                {"StartTime":@0,"EndTime":@180,"ScanBy":"Timestamp{{(isAscending ? "Ascending" : "Descending")}}","MaxDatapoints":2,
                 "MetricDataQueries":[{"Id":"a","Expression":"{{expression}}"}]{{(token is null ? "" : $",\"NextToken\":\"{token}\"")}}}
                """);
            Assert.Equal(200, answer.Status);
            seen.AddRange(
                from result in answer.Body!["MetricDataResults"]!.AsArray()
                from second in result!["Timestamps"]!.AsArray()
                select $"{result["Label"]} {second!.GetValue<long>() - EndpointFixture.Noon}");
            token = answer.Body["NextToken"]?.GetValue<string>();
            // Before, between and after those that are there.
            Put(cloud, [("A" + pages, 0), ("C" + pages, 60), ("E" + pages, 120), ("G" + pages, 0)]);
            pages++;
        }
        while (token is not null);

        Assert.Equal(
            [.. Names.SelectMany(name => new[] { $"{name} 0", $"{name} 120", $"{name} 60" })],
            seen.Order(StringComparer.Ordinal));
        Assert.Equal(5, pages);
    }

    [Fact]
    public async Task Metrics_that_appear_between_two_pages_of_a_listing_make_no_other_come_twice()
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        Put(cloud, Enumerable.Range(0, 600).Select(index => ($"M{index:D3}", 0)));
        var first = await cloud.CallAsync("ListMetrics", "{}");
        Put(cloud, [("A", 0), ("M499a", 0), ("Z", 0)]);

        var second = await cloud.CallAsync("ListMetrics", $$"""{"NextToken":"{{first.Body!["NextToken"]}}"}""");

        var lanes = Lanes(first).Concat(Lanes(second)).ToList();
        Assert.Equal(lanes.Count, lanes.Distinct().Count());
        Assert.Equal(602, lanes.Count);
        Assert.Null(second.Body!["NextToken"]);
    }

    [Fact]
    public async Task A_page_may_end_with_a_series()
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        Put(cloud, [("A", 0), ("B", 0)]);
        const string Request = """
            "StartTime":@0,"EndTime":@60,"MaxDatapoints":1,"MetricDataQueries":[{"Id":"a","Expression":"SEARCH('{Shop,Lane}', 'Sum', 60)"}]
            """;
        var first = await cloud.CallAsync("GetMetricData", $"{{{Request}}}");
        Assert.Equal("""[{"Id":"a","Label":"A","Timestamps":[1795435200],"Values":[1],"StatusCode":"Complete"}]""", Results(first));
        var second = await cloud.CallAsync("GetMetricData", $$"""{{{Request}},"NextToken":"{{first.Body!["NextToken"]}}"}""");
        Assert.Equal("""[{"Id":"a","Label":"B","Timestamps":[1795435200],"Values":[1],"StatusCode":"Complete"}]""", Results(second));
        Assert.Null(second.Body!["NextToken"]);

        static string Results(WireAnswer answer) => answer.Body!["MetricDataResults"]!.ToJsonString();
    }

    /// <remarks>API reference, GetMetricData, Messages.</remarks>
    [Fact]
    public async Task A_search_that_finds_too_many_metrics_reports_it()
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        Put(cloud, Enumerable.Range(0, 501).Select(index => ($"M{index:D3}", 0)));
        var answer = await cloud.CallAsync(
            "GetMetricData", """{"StartTime":@0,"EndTime":@60,"MetricDataQueries":[{"Id":"a","Expression":"SEARCH('{Shop,Lane}', 'Sum', 60)"}]}""");
        Assert.Equal(500, answer.Body!["MetricDataResults"]!.AsArray().Count);
        Assert.Equal(
            """[{"Code":"MaxMetricsExceeded","Value":"The maximum number of allowed metrics, 500, has been exceeded"}]""",
            answer.Body["Messages"]!.ToJsonString());
    }

    private static IEnumerable<string> Lanes(WireAnswer answer) =>
        answer.Body!["Metrics"]!.AsArray().Select(metric => metric!["Dimensions"]![0]!["Value"]!.GetValue<string>());

    private static void Put(EndpointFixture cloud, IEnumerable<(string Lane, int At)> data) =>
        cloud.Endpoint.Metrics.Put("Shop", [.. data.Select(datum => new MetricDatum
        {
            Name = "Orders",
            Dimensions = [new Dimension("Lane", datum.Lane)],
            Timestamp = Some.At(datum.At),
            Values = [new ValueCount(1)],
        })]);
}
