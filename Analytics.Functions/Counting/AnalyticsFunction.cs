using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Analytics.Functions.Metrics;
using Analytics.Functions.Runtime;
using Analytics.Storage;

namespace Analytics.Functions.Counting;

/// <summary>Entry point of the analytics function: composes its dependencies and counts the records of a stream event.</summary>
public sealed class AnalyticsFunction(BatchCounter counter, IMetricSink metrics, MetricItems items, TimeProvider time)
{
    private static readonly TimeSpan MetricTimeout = TimeSpan.FromSeconds(2);

    // Counting stops this long before the Lambda timeout, which leaves time to publish metrics and to respond. An invocation that ends
    // without a response makes Lambda redeliver the whole batch.
    private static readonly TimeSpan Margin = MetricTimeout + TimeSpan.FromSeconds(2);

    // The previous batch, whose buffers the next one reuses. Interlocked.Exchange gives it to only one invocation at a time.
    private RecordBatch? _records;

    public static AnalyticsFunction Compose(AwsServices services)
    {
        var (settings, time) = (services.Settings, services.Time);
        var store = new DynamoMinuteStore(services.DynamoDb, settings.AggregatesTable);
        var options = new CommitOptions();
        return new AnalyticsFunction(
            new BatchCounter(
                new Committer(store, options, time, new Random()),
                new DynamoQuarantine(services.DynamoDb, settings.AggregatesTable, new Random()),
                options.Concurrency,
                time),
            new EmbeddedMetricSink(StandardOutput.WriteLine, settings.MetricNamespace),
            settings.MetricItems,
            time);
    }

    public async Task<Stream> HandleAsync(Stream input, ILambdaContext context)
    {
        using var deadline = Deadline.Of(context, Margin, time);
        var records = Interlocked.Exchange(ref _records, null) ?? new RecordBatch();
        await records.ReadAsync(input, deadline.Token);
        var outcome = await counter.CountAsync(records, context.Logger.LogWarning, deadline.Token);
        context.Logger.LogInformation(outcome.Summary(records));
        if (outcome.Metrics(records, items, time.GetUtcNow()) is { Count: > 0 } counted)
        {
            await metrics.TryPublishAsync(counted, MetricTimeout, context.Logger.LogWarning);
        }

        _records = records;
        var answer = new MemoryStream();
        await JsonSerializer.SerializeAsync(answer, ResponseTo(outcome), EventJson.Default.StreamsEventResponse, CancellationToken.None);
        answer.Position = 0;
        return answer;
    }

    // Lambda retries from the lowest reported sequence number on, so reporting the first failure is enough (AWS, partial batch response).
    private static StreamsEventResponse ResponseTo(BatchOutcome outcome) => new()
    {
        BatchItemFailures = outcome.FirstFailedNumber is { } number
            ? [new StreamsEventResponse.BatchItemFailure { ItemIdentifier = number }]
            : [],
    };
}
