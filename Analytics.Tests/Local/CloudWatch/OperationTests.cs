using Analytics.Local.CloudWatch.Metrics;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

public class OperationTests
{
    public static TheoryData<string> Protocols => ["json", "cbor"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Values_sets_and_counted_values_come_back_as_statistics(string protocol)
    {
        await using var cloud = await EndpointFixture.StartAsync(protocol);
        var nothing = await cloud.OkAsync("PutMetricData", """
            {"Namespace":"Shop","MetricData":[
              {"MetricName":"Orders","Timestamp":@0,"Value":1.5,"Unit":"Count","Dimensions":[{"Name":"Lane","Value":"1"}]},
              {"MetricName":"Orders","Timestamp":@30,"Value":-0.25,"Unit":"Count","Dimensions":[{"Name":"Lane","Value":"1"}]},
              {"MetricName":"Latency","Timestamp":@0,"Values":[1,2,1000.5],"Counts":[10,5,1],"Unit":"Milliseconds"},
              {"MetricName":"Latency","Timestamp":@60,"StatisticValues":{"SampleCount":3,"Sum":6,"Minimum":1,"Maximum":3},"Unit":"Milliseconds"}]}
            """);
        Assert.Equal("", nothing);
        var lane = """[{"Name":"Lane","Value":"1"}]""";
        Assert.Equal(
            """{"MetricDataResults":["""
            + """{"Id":"a","Label":"Orders","Timestamps":["@0"],"Values":[1.25],"StatusCode":"Complete"},"""
            + """{"Id":"b","Label":"mean","Timestamps":["@60","@0"],"Values":[2,63.78125],"StatusCode":"Complete"},"""
            + """{"Id":"c","Label":"Latency","Timestamps":["@60","@0"],"Values":[3,16],"StatusCode":"Complete"},"""
            + """{"Id":"d","Label":"Latency","Timestamps":["@0"],"Values":[2],"StatusCode":"Complete"},"""
            + """{"Id":"e","Label":"Latency","Timestamps":["@60","@0"],"Values":[1,1],"StatusCode":"Complete"},"""
            + """{"Id":"f","Label":"Latency","Timestamps":["@60","@0"],"Values":[3,1000.5],"StatusCode":"Complete"},"""
            + """{"Id":"g","Label":"Latency","Timestamps":[],"Values":[],"StatusCode":"Complete"}"""
            + """],"Messages":[]}""",
            await cloud.OkAsync("GetMetricData", $$"""
                {"StartTime":@0,"EndTime":@120,"MetricDataQueries":[
                  {{Query("a", "Orders", "Sum", dimensions: lane)}},
                  {{Query("b", "Latency", "Average", extra: ",\"Label\":\"mean\"")}},
                  {{Query("c", "Latency", "SampleCount")}},
                  {{Query("d", "Latency", "p90")}},
                  {{Query("e", "Latency", "Minimum")}},
                  {{Query("f", "Latency", "Maximum")}},
                  {{Query("g", "Latency", "Sum", statExtra: ",\"Unit\":\"Count\"")}},
                  {{Query("h", "Latency", "Sum", extra: ",\"ReturnData\":false")}}]}
                """));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Fine_periods_and_ascending_order_and_pages(string protocol)
    {
        await using var cloud = await EndpointFixture.StartAsync(protocol);
        await cloud.OkAsync("PutMetricData", """
            {"Namespace":"Shop","MetricData":[
              {"MetricName":"Orders","Timestamp":@0,"Value":1,"StorageResolution":1},
              {"MetricName":"Orders","Timestamp":@4,"Value":2,"StorageResolution":1},
              {"MetricName":"Orders","Timestamp":@5,"Value":4,"StorageResolution":1},
              {"MetricName":"Orders","Timestamp":@10,"Value":8,"StorageResolution":1}]}
            """);
        var request = $$"""
            "StartTime":@0,"EndTime":@10,"ScanBy":"TimestampAscending","MaxDatapoints":2,"MetricDataQueries":[{{Query("a", "Orders", "Sum", 1)}},{{Query("b", "Orders", "Sum", 5)}}]
            """;
        var first = await cloud.CallAsync("GetMetricData", $"{{{request}}}");
        Assert.Equal("[1,2] PartialData", Results(first));
        var second = await cloud.CallAsync("GetMetricData", $$"""{{{request}},"NextToken":"{{first.Body!["NextToken"]}}"}""");
        Assert.Equal("[4] Complete, [3] PartialData", Results(second));
        var third = await cloud.CallAsync("GetMetricData", $$"""{{{request}},"NextToken":"{{second.Body!["NextToken"]}}"}""");
        Assert.Equal("[4] Complete", Results(third));
        Assert.Null(third.Body!["NextToken"]);

        static string Results(WireAnswer answer) => string.Join(
            ", ", answer.Body!["MetricDataResults"]!.AsArray().Select(
                result => $"{result!["Values"]!.ToJsonString()} {result["StatusCode"]}"));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Expressions_and_searches_are_answered(string protocol)
    {
        await using var cloud = await EndpointFixture.StartAsync(protocol);
        await cloud.OkAsync("PutMetricData", """
            {"Namespace":"Shop","MetricData":[
              {"MetricName":"Orders","Timestamp":@0,"Value":6,"Dimensions":[{"Name":"Lane","Value":"1"}]},
              {"MetricName":"Orders","Timestamp":@60,"Value":3,"Dimensions":[{"Name":"Lane","Value":"2"}]}]}
            """);
        Assert.Equal(
            """{"MetricDataResults":["""
            + """{"Id":"rate","Label":"rate","Timestamps":["@0"],"Values":[0.1],"StatusCode":"Complete"},"""
            + """{"Id":"all","Label":"1","Timestamps":["@0"],"Values":[6],"StatusCode":"Complete"},"""
            + """{"Id":"all","Label":"2","Timestamps":["@60"],"Values":[3],"StatusCode":"Complete"},"""
            + """{"Id":"named","Label":"lane 1: 6","Timestamps":["@0"],"Values":[6],"StatusCode":"Complete"},"""
            + """{"Id":"named","Label":"lane 2: 3","Timestamps":["@60"],"Values":[3],"StatusCode":"Complete"},"""
            + """{"Id":"sum","Label":"all lanes","Timestamps":["@0","@60"],"Values":[6,3],"StatusCode":"Complete"},"""
            + """{"Id":"filled","Label":"filled","Timestamps":["@0","@60"],"Values":[6,0],"StatusCode":"Complete"}"""
            + """],"Messages":[]}""",
            await cloud.OkAsync("GetMetricData", $$$"""
                {"StartTime":@0,"EndTime":@120,"ScanBy":"TimestampAscending","MetricDataQueries":[
                  {{{Query("m", "Orders", "Sum", dimensions: """[{"Name":"Lane","Value":"1"}]""", extra: ",\"ReturnData\":false")}}},
                  {"Id":"rate","Expression":"m / PERIOD(m)"},
                  {"Id":"all","Expression":"SEARCH('{Shop,Lane} MetricName=\"Orders\"', 'Sum', 60)"},
                  {"Id":"named","Expression":"SEARCH('{Shop,Lane} Orders', 'Sum')","Period":60,"Label":"lane ${PROP('Dim.Lane')}: ${LAST}"},
                  {"Id":"sum","Expression":"SUM(all)","Label":"all lanes"},
                  {"Id":"filled","Expression":"FILL(m, 0)"}]}
                """));
    }

    [Fact]
    public async Task A_range_may_begin_with_the_calendar_and_end_with_it()
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        await cloud.OkAsync("PutMetricData", """{"Namespace":"Shop","MetricData":[{"MetricName":"Orders","Timestamp":@0,"Value":6}]}""");
        Assert.Equal(
            """{"MetricDataResults":[{"Id":"a","Label":"Orders","Timestamps":["@0"],"Values":[6],"StatusCode":"Complete"}],"Messages":[]}""",
            await cloud.OkAsync("GetMetricData", """
                {"StartTime":-62135596800,"EndTime":253402300799,"MetricDataQueries":[{"Id":"a","Expression":"SEARCH('{Shop}', 'Sum', 60)"}]}
                """));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Statistics_of_one_metric_come_by_unit(string protocol)
    {
        await using var cloud = await EndpointFixture.StartAsync(protocol);
        await cloud.OkAsync("PutMetricData", """
            {"Namespace":"Shop","MetricData":[
              {"MetricName":"Latency","Timestamp":@0,"Values":[1,2,3,4],"Unit":"Milliseconds"},
              {"MetricName":"Latency","Timestamp":@0,"Value":5,"Unit":"Seconds"}]}
            """);
        Assert.Equal(
            """{"Label":"Latency","Datapoints":["""
            + """{"Timestamp":"@0","SampleCount":4,"Sum":10,"Unit":"Milliseconds"},"""
            + """{"Timestamp":"@0","SampleCount":1,"Sum":5,"Unit":"Seconds"}]}""",
            await cloud.OkAsync("GetMetricStatistics", """
                {"Namespace":"Shop","MetricName":"Latency","StartTime":@0,"EndTime":@300,"Period":300,"Statistics":["SampleCount","Sum"]}
                """));
        Assert.Equal(
            """{"Label":"Latency","Datapoints":["""
            + """{"Timestamp":"@0","Unit":"Milliseconds","ExtendedStatistics":{"p50":2}},"""
            + """{"Timestamp":"@0","Unit":"Seconds","ExtendedStatistics":{"p50":5}}]}""",
            await cloud.OkAsync("GetMetricStatistics", """
                {"Namespace":"Shop","MetricName":"Latency","StartTime":@0,"EndTime":@300,"Period":300,"ExtendedStatistics":["p50"]}
                """));
        Assert.Equal(
            """{"Label":"Latency","Datapoints":[{"Timestamp":"@0","Average":5,"Minimum":5,"Maximum":5,"Unit":"Seconds"}]}""",
            await cloud.OkAsync("GetMetricStatistics", """
                {"Namespace":"Shop","MetricName":"Latency","StartTime":@0,"EndTime":@300,"Period":60,"Unit":"Seconds","Statistics":["Average","Minimum","Maximum"]}
                """));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Metrics_are_listed_by_filter(string protocol)
    {
        await using var cloud = await EndpointFixture.StartAsync(protocol);
        cloud.Endpoint.Metrics.Put("AWS/Lambda", MetricDatum.Of("Errors", 1, "Count", new Dimension("FunctionName", "f")));
        await cloud.OkAsync("PutMetricData", """
            {"Namespace":"Shop","MetricData":[
              {"MetricName":"Orders","Value":1,"Dimensions":[{"Name":"Lane","Value":"1"},{"Name":"Source","Value":"kinesis"}]},
              {"MetricName":"Orders","Value":1,"Dimensions":[{"Name":"Lane","Value":"2"}]},
              {"MetricName":"Old","Timestamp":@-14400,"Value":1}]}
            """);
        const string Errors = """{"Namespace":"AWS/Lambda","MetricName":"Errors","Dimensions":[{"Name":"FunctionName","Value":"f"}]}""";
        const string Old = """{"Namespace":"Shop","MetricName":"Old","Dimensions":[]}""";
        const string First = """{"Namespace":"Shop","MetricName":"Orders","Dimensions":[{"Name":"Lane","Value":"1"},{"Name":"Source","Value":"kinesis"}]}""";
        const string Second = """{"Namespace":"Shop","MetricName":"Orders","Dimensions":[{"Name":"Lane","Value":"2"}]}""";
        foreach (var (request, expected) in new[]
        {
            ("{}", $"{Errors},{Old},{First},{Second}"),
            ("""{"RecentlyActive":"PT3H"}""", $"{Errors},{First},{Second}"),
            ("""{"Namespace":"Shop","MetricName":"Orders"}""", $"{First},{Second}"),
            ("""{"Dimensions":[{"Name":"Source"}]}""", First),
            ("""{"Dimensions":[{"Name":"Lane","Value":"2"}]}""", Second),
            ("""{"Dimensions":[{"Name":"Lane"},{"Name":"Nope"}]}""", ""),
        })
        {
            Assert.Equal($$"""{"Metrics":[{{expected}}]}""", await cloud.OkAsync("ListMetrics", request));
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Five_hundred_metrics_make_a_page(string protocol)
    {
        await using var cloud = await EndpointFixture.StartAsync(protocol);
        var data = string.Join(',', Enumerable.Range(0, 501).Select(index => $$"""{"MetricName":"M{{index:D3}}","Value":1}"""));
        await cloud.OkAsync("PutMetricData", $$"""{"Namespace":"Shop","MetricData":[{{data}}]}""", packed: true);
        var first = await cloud.CallAsync("ListMetrics", "{}");
        Assert.Equal(500, first.Body!["Metrics"]!.AsArray().Count);
        Assert.Equal(
            """{"Metrics":[{"Namespace":"Shop","MetricName":"M500","Dimensions":[]}]}""",
            await cloud.OkAsync("ListMetrics", $$"""{"NextToken":"{{first.Body["NextToken"]}}"}"""));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Dashboards_are_put_listed_read_and_deleted(string protocol)
    {
        await using var cloud = await EndpointFixture.StartAsync(protocol);
        Assert.Equal(
            """{"DashboardValidationMessages":[]}""",
            await cloud.OkAsync("PutDashboard", """{"DashboardName":"orders","DashboardBody":"{\"widgets\": []}"}"""));
        Assert.Equal(
            """{"DashboardValidationMessages":[{"DataPath":"","Message":"Should NOT have additional property 'é'"}]}""",
            await cloud.OkAsync("PutDashboard", """{"DashboardName":"other","DashboardBody":"{\"é\":1,\"widgets\":[]}"}"""));
        Assert.Equal(
            """{"DashboardArn":"arn:aws:cloudwatch::000000000000:dashboard/orders","DashboardBody":"{\"widgets\": []}","DashboardName":"orders"}""",
            await cloud.OkAsync("GetDashboard", """{"DashboardName":"orders"}"""));
        Assert.Equal(
            """{"DashboardEntries":[{"DashboardArn":"arn:aws:cloudwatch::000000000000:dashboard/other","DashboardName":"other","LastModified":"@0","Size":21}]}""",
            await cloud.OkAsync("ListDashboards", """{"DashboardNamePrefix":"ot"}"""));
        Assert.Equal("{}", await cloud.OkAsync("DeleteDashboards", """{"DashboardNames":["orders"]}"""));
        Assert.Equal(404, (await cloud.CallAsync("GetDashboard", """{"DashboardName":"orders"}""")).Status);
        Assert.Equal(404, (await cloud.CallAsync("DeleteDashboards", """{"DashboardNames":["other","orders"]}""")).Status);
        Assert.Equal(200, (await cloud.CallAsync("GetDashboard", """{"DashboardName":"other"}""")).Status);
    }

    private static string Query(
        string id, string name, string stat, int period = 60, string dimensions = "[]", string extra = "", string statExtra = "") => $$$"""
        {"Id":"{{{id}}}","MetricStat":{"Metric":{"Namespace":"Shop","MetricName":"{{{name}}}","Dimensions":{{{dimensions}}}},"Period":{{{period}}},"Stat":"{{{stat}}}"{{{statExtra}}}}{{{extra}}}}
        """;
}
