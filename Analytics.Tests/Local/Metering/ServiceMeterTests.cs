using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.EventSources.Mappings;
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
    public async Task Invocations_and_errors_are_counted_and_an_invocation_that_did_not_run_is_not()
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
            ["ConcurrentExecutions 2 2", "Duration 2 10", "Errors 2 1", "Invocations 2 2", "Throttles 2 0"],
            Reported("AWS/Lambda", new Dimension("FunctionName", "f")));
    }

    [Fact]
    public async Task Queue_depths_are_reported()
    {
        await using (var meter = Meter())
        {
            meter.QueueDepth("failed", 7);
        }

        Assert.Equal(["ApproximateNumberOfMessagesVisible 1 7"], Reported("AWS/SQS", new Dimension("QueueName", "failed")));
    }

    [Fact]
    public async Task Polling_is_reported_by_function_and_by_Kinesis_stream_but_not_by_table_stream()
    {
        var fast = new EventSourceMappingDefinition
        {
            Name = "f.Fast", Kind =
                EventSourceKind.Kinesis, StreamArn = "arn:aws:kinesis:r:1:stream/s", StartingPosition = StartingPosition.Latest,
        };
        await using (var meter = Meter())
        {
            var polling = new PollingMeter(meter);
            polling.Read(fast, 5, TimeSpan.FromSeconds(2));
            polling.Read(fast, null, TimeSpan.Zero);
            polling.Read(
                fast with { Kind = EventSourceKind.DynamoDb, StreamArn = "arn:aws:dynamodb:r:1:table/t/stream/x" }, 7, TimeSpan.Zero);
            polling.Batch("arn:aws:lambda:r:1:function:f", TimeSpan.FromSeconds(3));
        }

        Assert.Equal(
            ["GetRecords.IteratorAgeMilliseconds 1 2000", "GetRecords.Records 1 5", "GetRecords.Success 2 1"],
            Reported("AWS/Kinesis", new Dimension("StreamName", "s")));
        Assert.Equal(["IteratorAge 1 3000"], Reported("AWS/Lambda", new Dimension("FunctionName", "f")));
    }

    private ServiceMeter Meter() => new(_metrics, new RecordingLog(), _clock);

    private PeriodGrid ThisMinute => PeriodGrid.OnClock(_clock.GetUtcNow(), _clock.GetUtcNow() + TimeSpan.FromMinutes(1), 60);

    /// <summary>Name, count and sum of every metric.</summary>
    private string[] Reported(string metricNamespace, Dimension dimension) =>
        [.. _metrics.List(DateTimeOffset.MinValue, id => id.Namespace == metricNamespace && id.ValueOf(dimension.Name) == dimension.Value)
            .Order(Comparer<MetricId>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name)))
            .Select(id => (id.Name, Data: _metrics.Read(id, null, ThisMinute, withValues: false)))
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
