using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Analytics.Functions.Metrics;
using Analytics.Storage;

namespace Analytics.Functions.Counting;

/// <summary>The analytics function: its parts put together, and the way from an event to its answer.</summary>
public sealed class AnalyticsFunction(BatchCounter counter, IMetricSink metrics, MetricItems items, TimeProvider time)
{
    private static readonly TimeSpan MetricPatience = TimeSpan.FromSeconds(2);

    // Counting ends early enough for the metrics and the answer: without an answer the whole batch would come again.
    private static readonly TimeSpan Margin = MetricPatience + TimeSpan.FromSeconds(2);

    // The memory of the last batch, for the next one. Whoever takes it has it alone.
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
            new CloudWatchSink(() => services.CloudWatch, settings.MetricNamespace, time),
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
            await metrics.TryPublishAsync(counted, MetricPatience, context.Logger.LogWarning);
        }

        _records = records;
        var answer = new MemoryStream();
        await JsonSerializer.SerializeAsync(answer, ApiResponse(outcome), EventJson.Default.StreamsEventResponse, CancellationToken.None);
        answer.Position = 0;
        return answer;
    }

    // Lambda delivers again from the lowest number on, so the first failure says everything (AWS, partial batch response).
    private static StreamsEventResponse ApiResponse(BatchOutcome outcome) => new()
    {
        BatchItemFailures = outcome.FirstFailedNumber is { } number
            ? [new StreamsEventResponse.BatchItemFailure { ItemIdentifier = number }]
            : [],
    };
}
