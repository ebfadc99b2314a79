using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Xunit;

namespace Analytics.Tests.Standins.Aws;

public sealed class CloudWatchWireTests : IAsyncLifetime
{
    private readonly RecordingService _service = new();

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task Metric_data_is_sent_as_a_value_and_as_values_with_counts(string body)
    {
        _service.Prepare(body);

        await Client().PutMetricDataAsync(new PutMetricDataRequest
        {
            Namespace = "Orders",
            MetricData =
            [
                new()
                {
                    MetricName = "OrderCount",
                    Dimensions = [new() { Name = "Region", Value = "eu" }],
                    Timestamp = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
                    Value = 1.5,
                    Unit = StandardUnit.Count,
                },
                new() { MetricName = "Latency", Values = [1, 2.5], Counts = [10, 5], Unit = StandardUnit.Milliseconds },
            ],
        });

        Assert.Equal(
            """
            {"MetricData":[{"Dimensions":[{"Name":"Region","Value":"eu"}],"MetricName":"OrderCount","Timestamp":1767323045,"Unit":"Count","Value":1.5},
            {"Counts":[10,5],"MetricName":"Latency","Unit":"Milliseconds","Values":[1,2.5]}],"Namespace":"Orders"}
            """.Replace("\n", "", StringComparison.Ordinal),
            _service.Request.Body);
        Assert.Equal(
            ("application/x-amz-json-1.0", "true", false),
            (_service.Request.Headers["Content-Type"], _service.Request.Headers["x-amzn-query-mode"],
                _service.Request.Headers.ContainsKey("Content-Encoding")));
    }

    [Theory]
    [InlineData(10_239, false)]
    [InlineData(10_240, true)]
    public async Task Metric_data_is_compressed_from_ten_kibibytes_on(int bytes, bool compressed)
    {
        const string around = """{"Namespace":""}""";
        var name = new string('n', bytes - around.Length);
        _service.Prepare("{}");

        await Client().PutMetricDataAsync(new PutMetricDataRequest { Namespace = name });

        Assert.Equal(compressed, _service.Request.Headers.ContainsKey("Content-Encoding"));
        Assert.Equal($$"""{"Namespace":"{{name}}"}""", _service.Request.Body);
    }

    [Fact]
    public async Task Other_requests_are_not_compressed()
    {
        _service.Prepare("{}");

        await Client().PutDashboardAsync(new PutDashboardRequest { DashboardBody = new string('b', 20_000) });

        Assert.False(_service.Request.Headers.ContainsKey("Content-Encoding"));
    }

    [Fact]
    public async Task Metric_data_is_asked_for_and_read_as_series()
    {
        _service.Prepare("""{"MetricDataResults":[{"Id":"m1","Label":"OrderCount","Timestamps":[1767322800,1767322860.0],"Values":[12.0,"NaN"],"StatusCode":"Complete"}],"Messages":[]}""");

        var response = await Client().GetMetricDataAsync(new GetMetricDataRequest
        {
            StartTime = DateTime.UnixEpoch.AddSeconds(1767322800),
            EndTime = DateTime.UnixEpoch.AddSeconds(1767326400),
            MetricDataQueries =
            [
                new() { Id = "m1",
                    MetricStat = new() { Metric = new() { Namespace = "Orders", MetricName = "OrderCount" }, Period = 60, Stat = "Sum" } },
            ],
        });

        Assert.Equal(
            """
            {"EndTime":1767326400,"MetricDataQueries":[{"Id":"m1","MetricStat":{"Metric":{"MetricName":"OrderCount","Namespace":"Orders"},"Period":60,"Stat":"Sum"}}],"StartTime":1767322800}
            """.Replace("\n", "", StringComparison.Ordinal),
            _service.Request.Body);
        var series = Assert.Single(response.MetricDataResults);
        Assert.Equal(
            [(DateTime.UnixEpoch.AddSeconds(1767322800), 12.0), (DateTime.UnixEpoch.AddSeconds(1767322860), double.NaN)],
            series.Timestamps.Zip(series.Values));
        Assert.All(series.Timestamps, time => Assert.Equal(DateTimeKind.Utc, time.Kind));
    }

    [Fact]
    public async Task Values_that_are_no_numbers_are_left_to_the_service_to_refuse()
    {
        _service.Prepare("{}");

        await Client()
            .PutMetricDataAsync(new PutMetricDataRequest { MetricData = [new() { Value = double.NaN, Values = [double.PositiveInfinity,
            double.NegativeInfinity] }] });

        Assert.Equal("""{"MetricData":[{"Value":"NaN","Values":["Infinity","-Infinity"]}]}""", _service.Request.Body);
    }

    [Fact]
    public async Task The_dashboard_body_is_sent_as_text()
    {
        _service.Prepare("{}");

        await Client().PutDashboardAsync(
            new PutDashboardRequest { DashboardName = "orders", DashboardBody = """{"widgets":[{"title":"Umsatz in € <b>"}]}""" });

        Assert.Equal(
            """{"DashboardBody":"{\"widgets\":[{\"title\":\"Umsatz in € <b>\"}]}","DashboardName":"orders"}""", _service.Request.Body);
    }

    [Fact]
    public async Task An_error_has_the_code_of_the_query_protocol()
    {
        _service.Prepare(
            """{"__type":"com.amazonaws.cloudwatch.v2010_08_01#ThrottlingError","message":"slow down"}""",
            400,
            ("x-amzn-query-error", "Throttling;Sender"));

        var error = await Assert.ThrowsAsync<AmazonCloudWatchException>(() => Client().PutMetricDataAsync(new PutMetricDataRequest()));

        Assert.Equal(
            ("slow down", "Throttling", ErrorType.Sender, System.Net.HttpStatusCode.BadRequest, "request-1"),
            (error.Message, error.ErrorCode, error.ErrorType, error.StatusCode, error.RequestId));
    }

    public Task InitializeAsync() => _service.InitializeAsync();

    public Task DisposeAsync() => _service.DisposeAsync();

    private AmazonCloudWatchClient Client() => new(RecordingService.Credentials, _service.Configure(new AmazonCloudWatchConfig()));
}
