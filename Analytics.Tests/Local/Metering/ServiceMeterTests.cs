using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.Gateway;
using Analytics.Local.Lambda;
using Analytics.Local.Metering;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.Metering;

public sealed class ServiceMeterTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly MetricStore _metrics;

    public ServiceMeterTests() => _metrics = new MetricStore(_clock, new MetricStoreOptions());

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Requests_are_counted_by_outcome_and_timed()
    {
        await using (var meter = Meter())
        {
            meter.Request("httpapi", new GatewayMeasure(200, TimeSpan.FromMilliseconds(12), TimeSpan.FromMilliseconds(10)));
            meter.Request("httpapi", new GatewayMeasure(503, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20)));
            meter.Request("httpapi", new GatewayMeasure(404, TimeSpan.FromMilliseconds(1), null));
        }

        Assert.Equal(
            ["4xx 3 1", "5xx 3 1", "Count 3 3", "IntegrationLatency 2 30", "Latency 3 33"],
            Reported("AWS/ApiGateway", new Dimension("ApiId", "httpapi")));
    }

    [Fact]
    public async Task Invocations_are_counted_with_their_errors_and_what_did_not_run_is_none()
    {
        await using (var meter = Meter())
        {
            foreach (var result in new InvocationResult[]
            {
                new InvocationResult.Success("r", default),
                new InvocationResult.FunctionError("r", "E", "m"),
                new InvocationResult.NotRun("stopping"),
            })
            {
                await new MeteredInvoker(new Ending(result, _clock), "f", meter, _clock).InvokeAsync(default, default);
            }
        }

        Assert.Equal(
            ["ConcurrentExecutions 2 2", "Duration 2 10", "Errors 2 1", "Invocations 2 2"],
            Reported("AWS/Lambda", new Dimension("FunctionName", "f")));
    }

    [Fact]
    public async Task Iterator_ages_and_queue_depths_are_reported_and_clocks_that_differ_make_no_negative_age()
    {
        await using (var meter = Meter())
        {
            meter.Batch("f", TimeSpan.FromSeconds(2));
            meter.Batch("f", TimeSpan.FromSeconds(-1));
            meter.QueueDepth("failed", 7);
        }

        Assert.Equal(["IteratorAge 2 2000"], Reported("AWS/Lambda", new Dimension("FunctionName", "f")));
        Assert.Equal(["ApproximateNumberOfMessagesVisible 1 7"], Reported("AWS/SQS", new Dimension("QueueName", "failed")));
    }

    private ServiceMeter Meter() => new(_metrics, new RecordingLog(), _clock);

    /// <summary>Name, count and sum of every metric.</summary>
    private string[] Reported(string metricNamespace, Dimension dimension) =>
        [.. _metrics.List(DateTimeOffset.MinValue, id => id.Namespace == metricNamespace && id.ValueOf(dimension.Name) == dimension.Value)
            .Order(Comparer<MetricId>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name)))
            .Select(id => (id.Name, Data: _metrics.Read(id, null, 60, _clock.GetUtcNow(), _clock.GetUtcNow() + TimeSpan.FromMinutes(1), withValues: false)))
            .Select(metric => $"{metric.Name} {metric.Data.Values.Sum(data => data.Count)} {metric.Data.Values.Sum(data => data.Sum)}")];

    /// <summary>Takes five milliseconds.</summary>
    private sealed class Ending(InvocationResult result, FakeTimeProvider clock) : IFunctionInvoker
    {
        public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        {
            clock.Advance(TimeSpan.FromMilliseconds(5));
            return Task.FromResult(result);
        }
    }
}
