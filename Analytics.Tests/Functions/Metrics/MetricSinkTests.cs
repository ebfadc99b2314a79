using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Analytics.Functions.Metrics;
using Analytics.Local.CloudWatch.Embedded;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Metrics;

public class MetricSinkTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new(Some.At("12:00")) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(100) };
    private readonly List<string> _log = [];

    [Fact]
    public async Task Data_is_sent_in_as_few_calls_as_possible()
    {
        var cloudWatch = new ScriptedCloudWatch();

        await PublishAsync(cloudWatch, count: 1000);
        await PublishAsync(cloudWatch, count: 2001);

        Assert.Equal([1000, 1000, 1000, 1], cloudWatch.Calls.Select(call => call.MetricData.Count));
        Assert.Empty(_log);
    }

    [Fact]
    public async Task A_throttled_call_is_retried()
    {
        var cloudWatch = new ScriptedCloudWatch { Failures = { new AmazonCloudWatchException("slow down") { ErrorCode = "Throttling" } } };

        var publishing = PublishAsync(cloudWatch, count: 1);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        await publishing;
        Assert.Equal((2, 0), (cloudWatch.Calls.Count, _log.Count));
    }

    [Fact]
    public async Task A_call_whose_outcome_is_unknown_is_not_retried_and_throws_nothing()
    {
        var cloudWatch =
            new ScriptedCloudWatch { Failures = { new AmazonCloudWatchException("no answer") { ErrorCode = "InternalServiceError" } } };

        await PublishAsync(cloudWatch, count: 3);

        Assert.Single(cloudWatch.Calls);
        Assert.Contains("event=metricsMayBeLost data=3 ", Assert.Single(_log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_embedded_metric_format_of_the_log_is_that_of_CloudWatch()
    {
        var lines = new List<string>();
        var sink = new EmbeddedMetricSink(lines.Add, "Shop");

        await sink.TryPublishAsync(
            [MetricCatalogue.OrdersAccepted.Count(1, Some.At("12:00")),
                MetricCatalogue.OrdersRefused.Count(2, Some.At("12:01"), "Invalid")],
            Timeout, _log.Add);

        Assert.Equal(
            ["Shop OrdersAccepted  1 Count 12:00", "Shop OrdersRefused Reason=Invalid 2 Count 12:01"],
            lines.SelectMany(EmbeddedMetrics.Read).Select(metric =>
                $"{metric.Namespace} {metric.Datum.Name} "
                    + $"{string.Join(',', metric.Datum.Dimensions.Select(one => $"{one.Name}={one.Value}"))} "
                + $"{metric.Datum.Values.Single().Value} {metric.Datum.Unit} {metric.Datum.Timestamp:HH:mm}"));
    }

    [Fact]
    public async Task Metrics_of_one_time_and_dimension_share_a_line_and_a_distribution_takes_as_many_as_it_needs()
    {
        var lines = new List<string>();
        var noon = Some.At("12:00");
        Dictionary<double, double> lags = new() { [40] = 120, [50] = 3 };

        await new EmbeddedMetricSink(lines.Add, "Shop").TryPublishAsync(
            [MetricCatalogue.Conflicts.Count(1, noon), MetricCatalogue.Lag.Distribution(lags, noon),
                MetricCatalogue.Counted.Count(123, noon, "kinesis"), MetricCatalogue.RecordAge.Count(7, noon, "kinesis"),
                MetricCatalogue.Orders.Count(-1, Some.At("11:59"))],
            Timeout, _log.Add);

        Assert.Equal(
            ["Conflicts 1x1; Lag 40x100", "Lag 40x20 50x3", "Counted 123x1; RecordAge 7x1", "Orders -1x1"],
            lines.Select(line => string.Join("; ", EmbeddedMetrics.Read(line).Select(metric => $"{metric.Datum.Name} " + string.Join(
                ' ', metric.Datum.Values.GroupBy(value => value.Value).Select(value => $"{value.Key}x{value.Sum(one => one.Count)}"))))));
    }

    private Task PublishAsync(ScriptedCloudWatch cloudWatch, int count) =>
        new CloudWatchSink(() => cloudWatch, "Shop", _time).TryPublishAsync(
            [.. Enumerable.Range(0, count).Select(_ => MetricCatalogue.Conflicts.Count(1, Some.At("12:00")))], Timeout, _log.Add);

    private sealed class ScriptedCloudWatch() : AmazonCloudWatchClient(
        new BasicAWSCredentials("a", "b"), new AmazonCloudWatchConfig { ServiceURL =
            "http://127.0.0.1:9", AuthenticationRegion = "us-east-1" })
    {
        public List<PutMetricDataRequest> Calls { get; } = [];

        /// <summary>What the first calls end in; later ones succeed.</summary>
        public List<Exception> Failures { get; } = [];

        public override Task<PutMetricDataResponse> PutMetricDataAsync(
            PutMetricDataRequest request, CancellationToken cancellationToken = default)
        {
            Calls.Add(request);
            return Calls.Count <= Failures.Count ? throw Failures[Calls.Count - 1] : Task.FromResult(new PutMetricDataResponse());
        }
    }
}
