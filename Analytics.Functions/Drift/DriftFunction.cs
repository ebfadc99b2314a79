using Amazon.Lambda.Core;
using Analytics.Functions.Comparison;
using Analytics.Functions.Logging;
using Analytics.Functions.Metrics;
using Analytics.Functions.Runtime;
using Analytics.Storage;

namespace Analytics.Functions.Drift;

/// <summary>
/// Entry point of the drift function, which a schedule invokes: compares two closed quarter-hours, reports the result as metrics and log
/// lines, and writes nothing.
/// </summary>
public sealed class DriftFunction(DriftChecker checker, IMetricSink metrics, string reconcile, TimeProvider time)
{
    // Time left to respond when a comparison does not end.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>Composes the function from its clients.</summary>
    public static DriftFunction Compose(AwsServices services)
    {
        var (settings, time) = (services.Settings, services.Time);
        var minutes = new DynamoMinuteStore(services.DynamoDb, settings.AggregatesTable);
        return new DriftFunction(
            new DriftChecker(
                new AggregateComparer(
                    new OrderTableReader(null, new OrderIndex(services.DynamoDb, settings.OrdersTable, time), time),
                    minutes,
                    new DynamoRollupStore(services.DynamoDb, settings.AggregatesTable, new Random()),
                    time),
                minutes, new Random(), time),
            new EmbeddedMetricSink(StandardOutput.WriteLine, settings.MetricNamespace),
            $"./run reconcile --orders-table {settings.OrdersTable} --aggregates-table {settings.AggregatesTable}",
            time);
    }

    /// <summary>Runs one check. The event is not read: that it came is all that matters.</summary>
    /// <exception cref="OperationCanceledException">The comparison did not end before the function's timeout.</exception>
    public async Task<Stream> HandleAsync(Stream input, ILambdaContext context)
    {
        using var deadline = Deadline.Of(context, Margin, time);
        foreach (var range in await checker.ChooseAsync(deadline.Token))
        {
            var result = await checker.CompareAsync(range, context.Logger.LogInformation, deadline.Token);
            var run = $"{reconcile} --from {range.From} --to {range.To}";
            if (result.Differences is [var first, ..])
            {
                context.Logger.LogError(LogEvent.Line(
                    "drift", ("from", range.From), ("to", range.To), ("differences", result.Differences.Count),
                    ("first", $"{first.Minute} {first.What}: orders {first.Orders}, aggregates {first.Aggregates}"), ("run", run)));
            }

            if (result.NotCompared > 0)
            {
                context.Logger.LogWarning(LogEvent.Line(
                    "driftNotCompared", ("from", range.From), ("to", range.To), ("documents", result.NotCompared), ("run", run)));
            }

            context.Logger.LogInformation(LogEvent.Line(
                "driftChecked", ("from", range.From), ("to", range.To), ("orders", result.Orders), ("rollups", result.Rollups),
                ("differences", result.Differences.Count), ("settled", result.Settled)));
            await PublishAsync(result, context.Logger.LogWarning);
        }

        return new MemoryStream("{}"u8.ToArray());
    }

    private Task PublishAsync(ComparisonResult result, Action<string> log)
    {
        var now = time.GetUtcNow();
        var drift = MetricCatalogue.Drift.Count(result.Differences.Count, now);
        return metrics.TryPublishAsync(
            result.NotCompared == 0 ? [drift] : [drift, MetricCatalogue.DriftNotCompared.Count(result.NotCompared, now)],
            TimeSpan.FromSeconds(1), log);
    }
}
