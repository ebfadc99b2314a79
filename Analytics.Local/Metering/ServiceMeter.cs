using System.Collections.Concurrent;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.Gateway;

namespace Analytics.Local.Metering;

/// <summary>Reports the metrics that the services themselves report in AWS: AWS/ApiGateway, AWS/Lambda and AWS/SQS.</summary>
/// <remarks>Thread-safe. What is reported is gathered for a second, so that a busy gateway costs one write a second.</remarks>
internal sealed class ServiceMeter : IAsyncDisposable
{
    private const string ApiGateway = "AWS/ApiGateway";
    private const string Lambda = "AWS/Lambda";
    private const string Sqs = "AWS/SQS";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly MetricStore _metrics;
    private readonly ILogSink _log;
    private readonly TimeProvider _timeProvider;
    private readonly ConcurrentQueue<Sample> _samples = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _flusher;

    public ServiceMeter(MetricStore metrics, ILogSink log, TimeProvider timeProvider)
    {
        _metrics = metrics;
        _log = log;
        _timeProvider = timeProvider;
        _flusher = FlushAlwaysAsync();
    }

    public void Request(string apiId, GatewayMeasure measure)
    {
        var api = new Dimension("ApiId", apiId);
        Add(ApiGateway, "Count", 1, MetricUnits.Count, api);
        Add(ApiGateway, "4xx", measure.Status is >= 400 and < 500 ? 1 : 0, MetricUnits.Count, api);
        Add(ApiGateway, "5xx", measure.Status >= 500 ? 1 : 0, MetricUnits.Count, api);
        Add(ApiGateway, "Latency", measure.Latency.TotalMilliseconds, MetricUnits.Milliseconds, api);
        if (measure.IntegrationLatency is { } integration)
        {
            Add(ApiGateway, "IntegrationLatency", integration.TotalMilliseconds, MetricUnits.Milliseconds, api);
        }
    }

    public void Invocation(string functionName, bool isError, TimeSpan duration, int concurrent)
    {
        var function = new Dimension("FunctionName", functionName);
        Add(Lambda, "Invocations", 1, MetricUnits.Count, function);
        Add(Lambda, "Errors", isError ? 1 : 0, MetricUnits.Count, function);
        Add(Lambda, "Duration", duration.TotalMilliseconds, MetricUnits.Milliseconds, function);
        Add(Lambda, "ConcurrentExecutions", concurrent, MetricUnits.Count, function);
    }

    /// <summary>How old the last record of a batch was when it was sent to a function.</summary>
    public void IteratorAge(string functionName, TimeSpan age) =>
        Add(Lambda, "IteratorAge", Math.Max(0, age.TotalMilliseconds), MetricUnits.Milliseconds, new Dimension("FunctionName", functionName));

    public void QueueDepth(string queueName, long messages) =>
        Add(Sqs, "ApproximateNumberOfMessagesVisible", messages, MetricUnits.Count, new Dimension("QueueName", queueName));

    /// <summary>Writes down what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _flusher;
        Flush();
        _stopping.Dispose();
    }

    private void Add(string metricNamespace, string name, double value, string unit, Dimension dimension) =>
        _samples.Enqueue(new Sample(new Metric(metricNamespace, name, unit, dimension), _timeProvider.GetUtcNow().ToUnixTimeSeconds(), value));

    private async Task FlushAlwaysAsync()
    {
        using var timer = new PeriodicTimer(Interval, _timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                Flush();
            }
        }
        catch (OperationCanceledException)
        {
            // The disposal writes the rest.
        }
    }

    private void Flush()
    {
        var samples = new List<Sample>();
        while (_samples.TryDequeue(out var sample))
        {
            samples.Add(sample);
        }

        foreach (var one in samples.GroupBy(sample => sample.Metric.Namespace))
        {
            try
            {
                _metrics.Put(one.Key, [.. one.GroupBy(sample => (sample.Metric, sample.Second)).Select(Datum)]);
            }
            catch (IOException exception)
            {
                // A metric may be lost; requests go on.
                _log.Write("cloudwatch", $"Metrics of {one.Key} were lost: {exception.Message}");
            }
        }
    }

    private static MetricDatum Datum(IGrouping<(Metric Metric, long Second), Sample> same) => new()
    {
        Name = same.Key.Metric.Name,
        Unit = same.Key.Metric.Unit,
        Dimensions = [same.Key.Metric.Dimension],
        Timestamp = DateTimeOffset.FromUnixTimeSeconds(same.Key.Second),
        StorageResolution = 1,
        Values = [.. same.CountBy(sample => sample.Value).Select(value => new ValueCount(value.Key, value.Value))],
    };

    private readonly record struct Metric(string Namespace, string Name, string Unit, Dimension Dimension);

    private readonly record struct Sample(Metric Metric, long Second, double Value);
}
