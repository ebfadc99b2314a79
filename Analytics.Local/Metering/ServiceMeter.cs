using System.Collections.Concurrent;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.Gateway;
using Analytics.Local.Hosting;

namespace Analytics.Local.Metering;

/// <summary>
/// Records the metrics that AWS services publish themselves: AWS/ApiGateway, AWS/Lambda, AWS/Kinesis, AWS/DynamoDB and AWS/SQS.
/// </summary>
/// <remarks>Thread-safe. Samples are buffered for a second, so that a busy gateway causes one write per second.</remarks>
internal sealed class ServiceMeter : IAsyncDisposable
{
    private const string ApiGateway = ServiceMetrics.ApiGateway;
    private const string Lambda = ServiceMetrics.Lambda;
    private const string Kinesis = ServiceMetrics.Kinesis;
    private const string DynamoDb = ServiceMetrics.DynamoDb;
    private const string Sqs = ServiceMetrics.Sqs;

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
        // Where Lambda would throttle an invocation, this host queues it. Throttles is therefore always 0, and reported as such.
        Add(Lambda, "Throttles", 0, MetricUnits.Count, function);
        Add(Lambda, "Duration", duration.TotalMilliseconds, MetricUnits.Milliseconds, function);
        Add(Lambda, "ConcurrentExecutions", concurrent, MetricUnits.Count, function);
    }

    /// <summary>Records the number of messages in a queue.</summary>
    public void QueueDepth(string queueName, long messages) =>
        Add(Sqs, "ApproximateNumberOfMessagesVisible", messages, MetricUnits.Count, new Dimension("QueueName", queueName));

    /// <summary>Records that a batch of a stream is passed to a function.</summary>
    /// <param name="functionName">The function.</param>
    /// <param name="age">Time since the batch's last record was written to the stream.</param>
    public void Batch(string functionName, TimeSpan age) =>
        Add(Lambda, "IteratorAge", age.TotalMilliseconds, MetricUnits.Milliseconds, new Dimension("FunctionName", functionName));

    /// <summary>Records a read of a Kinesis stream.</summary>
    /// <param name="streamName">The stream.</param>
    /// <param name="records">Number of records returned; null if the read failed.</param>
    /// <param name="age">Time since the last of them was written to the stream; zero if there are none.</param>
    public void Read(string streamName, int? records, TimeSpan age)
    {
        var stream = new Dimension("StreamName", streamName);
        Add(Kinesis, "GetRecords.Success", records is null ? 0 : 1, MetricUnits.Count, stream);
        if (records is { } count)
        {
            Add(Kinesis, "GetRecords.Records", count, MetricUnits.Count, stream);
            Add(Kinesis, "GetRecords.IteratorAgeMilliseconds", age.TotalMilliseconds, MetricUnits.Milliseconds, stream);
        }
    }

    /// <summary>Records capacity that a DynamoDB call consumed of a table.</summary>
    public void Capacity(string tableName, bool isWrite, double units) => Add(
        DynamoDb, isWrite ? "ConsumedWriteCapacityUnits"
            : "ConsumedReadCapacityUnits", units, MetricUnits.Count, new Dimension("TableName", tableName));

    /// <summary>Records a conditional write whose condition failed.</summary>
    public void ConditionFailed(string tableName) =>
        Add(DynamoDb, "ConditionalCheckFailedRequests", 1, MetricUnits.Count, new Dimension("TableName", tableName));

    /// <summary>Records a request that DynamoDB throttled.</summary>
    public void Throttled(string tableName, bool isWrite) =>
        Add(DynamoDb, isWrite ? "WriteThrottleEvents" : "ReadThrottleEvents", 1, MetricUnits.Count, new Dimension("TableName", tableName));

    /// <summary>Writes the buffered samples.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _flusher;
        Flush();
        _stopping.Dispose();
    }

    private void Add(string metricNamespace, string name, double value, string unit, Dimension dimension) =>
        _samples.Enqueue(
            new Sample(new Metric(metricNamespace, name, unit, dimension), _timeProvider.GetUtcNow().ToUnixTimeSeconds(), value));

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
            // DisposeAsync writes the buffered samples.
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
                // Losing metrics is acceptable; requests must continue.
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
