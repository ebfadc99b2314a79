using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

public class ErrorTests
{
    private const string Invalid = "InvalidParameterValueException InvalidParameterValue;Sender 400";
    private const string Missing = "MissingRequiredParameterException MissingParameter;Sender 400";
    private const string Combination = "InvalidParameterCombinationException InvalidParameterCombination;Sender 400";
    private const string Validation = "ValidationError ValidationError;Sender 400";
    private const string Range = """ "StartTime":@0,"EndTime":@60 """;

    private static readonly string Many = string.Join(',', Enumerable.Repeat("""{"MetricName":"a","Value":1}""", 1001));
    private static readonly string Ones = string.Join(',', Enumerable.Repeat("1", 151));
    private static readonly string Dimensions = string.Join(',', Enumerable.Range(0, 31).Select(i => $$"""{"Name":"n{{i}}","Value":"v"}"""));

    // operation, request, error, a part of its message
    private static readonly (string Operation, string Request, string Error, string Message)[] Refused =
    [
        ("PutMetricData", """{"MetricData":[{"MetricName":"a","Value":1}]}""", Missing, "Namespace"),
        ("PutMetricData", """{"Namespace":"Shop"}""", Missing, "MetricData"),
        ("PutMetricData", """{"Namespace":"AWS/Shop","MetricData":[{"MetricName":"a","Value":1}]}""", Invalid, "AWS/Shop"),
        ("PutMetricData", """{"Namespace":":Shop","MetricData":[{"MetricName":"a","Value":1}]}""", Invalid, ":Shop"),
        ("PutMetricData", $$"""{"Namespace":"Shop","MetricData":[{{Many}}]}""", Invalid, "greater than 1000"),
        ("PutMetricData", Put("""{"Value":1}"""), Missing, "MetricData.member.1.MetricName"),
        ("PutMetricData", Put("""{"MetricName":"a"}"""), Missing, "MetricData.member.1.Value"),
        ("PutMetricData", Put("""{"MetricName":"a","Value":"NaN"}"""), Invalid, "NaN"),
        ("PutMetricData", Put("""{"MetricName":"a","Value":"Infinity"}"""), Invalid, "Infinity"),
        ("PutMetricData", Put("""{"MetricName":"a","Values":[1,"NaN"]}"""), Invalid, "MetricData.member.1.Values.member.2"),
        ("PutMetricData", Put($$"""{"MetricName":"a","Values":[{{Ones}}]}"""), Invalid, "greater than 150"),
        ("PutMetricData", Put("""{"MetricName":"a","Values":[1,2],"Counts":[1]}"""), Invalid, "same size"),
        ("PutMetricData", Put("""{"MetricName":"a","Values":[1],"Counts":[-1]}"""), Invalid, "Counts.member.1"),
        ("PutMetricData", Put("""{"MetricName":"a","Value":1,"Values":[1]}"""), Combination, "mutually exclusive"),
        ("PutMetricData", Put("""{"MetricName":"a","StatisticValues":{"SampleCount":1,"Sum":1,"Minimum":1}}"""), Missing, "StatisticValues.Maximum"),
        ("PutMetricData", Put("""{"MetricName":"a","StatisticValues":{"SampleCount":2,"Sum":1,"Minimum":2,"Maximum":1}}"""), Invalid, "Maximum"),
        ("PutMetricData", Put("""{"MetricName":"a","Value":1,"Timestamp":@-1209601}"""), Invalid, "two weeks"),
        ("PutMetricData", Put("""{"MetricName":"a","Value":1,"Timestamp":@7201}"""), Invalid, "two hours"),
        ("PutMetricData", Put("""{"MetricName":"a","Value":1,"Unit":"Apples"}"""), Invalid, "Apples"),
        ("PutMetricData", Put("""{"MetricName":"a","Value":1,"StorageResolution":5}"""), Invalid, "StorageResolution"),
        ("PutMetricData", Put($$"""{"MetricName":"a","Value":1,"Dimensions":[{{Dimensions}}]}"""), Invalid, "greater than 30"),
        ("PutMetricData", Put("""{"MetricName":"a","Value":1,"Dimensions":[{"Name":"n","Value":""}]}"""), Invalid, "Dimensions.member.1.Value"),
        ("PutMetricData", Put("""{"MetricName":"a","Value":1,"Dimensions":[{"Name":"n","Value":"1"},{"Name":"n","Value":"2"}]}"""), Invalid, "twice"),
        ("PutMetricData", Put("""{"MetricName":7,"Value":1}"""), "SerializationException SerializationException;Sender 400", "MetricName must be a string"),
        ("GetMetricData", $$"""{{{Range}}}""", Missing, "MetricDataQueries"),
        ("GetMetricData", """{"StartTime":@60,"EndTime":@60,"MetricDataQueries":[]}""", Validation, "StartTime"),
        ("GetMetricData", Get("""{"Id":"e","Expression":"SERVICE_QUOTA(1)"}"""), Validation, "SERVICE_QUOTA is not supported"),
        ("GetMetricData", Get("""{"Id":"e","Expression":"SELECT AVG(x) FROM y"}"""), Validation, "Metrics Insights queries (SELECT) are not supported"),
        ("GetMetricData", Get("""{"Id":"e","Expression":" select\n max(x) from schema(\"AWS/Lambda\", FunctionName)"}"""), Validation, "docs/metrics.md"),
        ("GetMetricData", Get("""{"Id":"e","Expression":"f"},{"Id":"f","Expression":"e"}"""), Validation, "depends on itself"),
        ("GetMetricData", Get("""{"Id":"e","Expression":"1 + 1"}"""), Validation, "yields a number"),
        ("GetMetricData", Get("""{"Id":"e","Expression":"nope","ReturnData":false}"""), Validation, "'nope'"),
        ("GetMetricData", Get("""{"Id":"e","Expression":"METRICS()"},{"Id":"e","Expression":"METRICS()"}"""), Validation, "unique"),
        ("GetMetricData", Get("""{"Id":"E","Expression":"METRICS()"}"""), Validation, "lower case"),
        ("GetMetricData", Get("""{"Id":"e"}"""), Validation, "either MetricStat or Expression"),
        ("GetMetricData", Get(Metric("tm99", 60)), Validation, "tm99"),
        ("GetMetricData", Get(Metric("Sum", 7)), Validation, "multiple of 60"),
        ("GetMetricData", $$"""{{{Range}},"NextToken":"xyz","MetricDataQueries":[{{Metric("Sum", 60)}}]}""", "InvalidNextToken InvalidNextToken;Sender 400", "token"),
        ("GetMetricStatistics", $$"""{"Namespace":"Shop","MetricName":"a","Period":60,{{Range}}}""", Missing, "Statistics"),
        // API reference: "you must specify either Statistics or ExtendedStatistics, but not both".
        ("GetMetricStatistics", $$"""{"Namespace":"Shop","MetricName":"a","Period":60,{{Range}},"Statistics":["Sum"],"ExtendedStatistics":["p50"]}""", Combination, "both"),
        ("GetMetricStatistics", """{"Namespace":"Shop","MetricName":"a","Period":1,"StartTime":@0,"EndTime":@1441,"Statistics":["Sum"]}""", Combination, "1441 datapoints"),
        ("ListMetrics", """{"RecentlyActive":"PT1H"}""", Invalid, "PT1H"),
        ("ListMetrics", """{"NextToken":"xyz"}""", "InvalidNextToken InvalidNextToken;Sender 400", "token"),
        ("PutDashboard", """{"DashboardName":"a b","DashboardBody":"{}"}""", Invalid, "a b"),
        ("PutDashboard", """{"DashboardName":"../a","DashboardBody":"{\"widgets\":[]}"}""", Invalid, "../a"),
        ("PutDashboard", """{"DashboardName":"a","DashboardBody":"{}"}""", "DashboardInvalidInputError InvalidParameterInput;Sender 400", "widgets"),
        ("GetDashboard", """{"DashboardName":"a"}""", "DashboardNotFoundError ResourceNotFound;Sender 404", "a"),
        ("DeleteDashboards", "{}", Missing, "DashboardNames"),
        ("PutMetricAlarm", "{}", "UnknownOperationException UnknownOperationException;Sender 404", "PutMetricAlarm"),
    ];

    [Theory]
    [InlineData("json")]
    [InlineData("cbor")]
    public async Task Each_broken_rule_has_its_error(string protocol)
    {
        await using var cloud = await EndpointFixture.StartAsync(protocol);
        foreach (var (operation, request, error, message) in Refused)
        {
            var answer = await cloud.CallAsync(operation, request);
            var shape = answer.Body?["__type"]?.GetValue<string>().Split('#')[^1];
            Assert.Equal($"{operation}: {error}", $"{operation}: {shape} {answer.QueryError} {answer.Status}");
            Assert.Contains(message, answer.Body!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        Assert.Equal("""{"Metrics":[]}""", await cloud.OkAsync("ListMetrics", "{}"));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("cbor")]
    public async Task A_rejected_dashboard_reports_all_errors(string protocol)
    {
        await using var cloud = await EndpointFixture.StartAsync(protocol);
        var answer = await cloud.CallAsync("PutDashboard", """{"DashboardName":"a","DashboardBody":"{\"x\":1}"}""");
        Assert.Equal(
            """[{"DataPath":"","Message":"Should NOT have additional property 'x'"},{"DataPath":"","Message":"Should have required property 'widgets'"}]""",
            answer.Body!["dashboardValidationMessages"]!.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_beyond_two_to_the_360th_are_refused_and_that_itself_is_not()
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        Assert.Equal(200, (await cloud.CallAsync("PutMetricData", Put("""{"MetricName":"a","Value":2.348542582773833e108}"""))).Status);
        Assert.Equal(400, (await cloud.CallAsync("PutMetricData", Put("""{"MetricName":"a","Value":2.34854258277384e108}"""))).Status);
    }

    [Theory]
    [InlineData("application/x-amz-json-1.0", "{\"Namespace\"")]
    [InlineData("application/x-amz-json-1.0", "[]")]
    [InlineData("application/cbor", "\u00bf")]
    [InlineData("application/cbor", "\u0080")]
    public async Task A_malformed_request_is_a_serialization_error(string type, string body)
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        using var http = new HttpClient { BaseAddress = cloud.Endpoint.Address };
        var isCbor = type == "application/cbor";
        using var request = new HttpRequestMessage(
            HttpMethod.Post, isCbor ? "/service/GraniteServiceVersion20100801/operation/PutMetricData" : "/");
        request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        request.Headers.Add(
            isCbor ? "smithy-protocol" : "X-Amz-Target", isCbor ? "rpc-v2-cbor" : "GraniteServiceVersion20100801.PutMetricData");
        using var response = await http.SendAsync(request);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "SerializationException;Sender"),
            (response.StatusCode, response.Headers.GetValues("x-amzn-query-error").Single()));
    }

    [Fact]
    public async Task A_request_of_more_than_a_megabyte_must_be_packed_and_has_a_limit_even_so()
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        Assert.Equal(413, (await cloud.CallAsync("PutMetricData", Padded(1_100_000))).Status);
        Assert.Equal(400, (await cloud.CallAsync("PutMetricData", Padded(1_100_000), packed: true)).Status);
        Assert.Equal(413, (await cloud.CallAsync("PutMetricData", Padded(40_000_000), packed: true)).Status);

        static string Padded(int length) => $$"""{"Namespace":"{{new string(' ', length)}}"}""";
    }

    [Fact]
    public async Task A_request_without_the_header_of_its_protocol_does_nothing()
    {
        await using var cloud = await EndpointFixture.StartAsync("cbor");
        await cloud.OkAsync("PutDashboard", """{"DashboardName":"a","DashboardBody":"{\"widgets\":[]}"}""");
        using var http = new HttpClient { BaseAddress = cloud.Endpoint.Address };
        using var body = new ByteArrayContent(WireClient.ToCbor(JsonNode.Parse("""{"DashboardNames":["a"]}""")!));
        using var response = await http.PostAsync(
            new Uri("/service/GraniteServiceVersion20100801/operation/DeleteDashboards", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(200, (await cloud.CallAsync("GetDashboard", """{"DashboardName":"a"}""")).Status);
    }

    private static string Put(string datum) => $$"""{"Namespace":"Shop","MetricData":[{{datum}}]}""";

    private static string Get(string queries) => $$"""{{{Range}},"MetricDataQueries":[{{queries}}]}""";

    private static string Metric(string stat, int period) => $$$"""
        {"Id":"m","MetricStat":{"Metric":{"Namespace":"Shop","MetricName":"a"},"Period":{{{period}}},"Stat":"{{{stat}}}"}}
        """;
}
