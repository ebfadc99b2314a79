using Amazon.CloudWatch;
using static Analytics.Functions.Metrics.MetricEmitter;
using static Analytics.Functions.Metrics.MetricTime;

namespace Analytics.Functions.Metrics;

/// <summary>All metrics that the product emits; <c>docs/metrics.md</c> describes the same metrics.</summary>
internal static class MetricCatalogue
{
    public static readonly Metric Orders = new(
        "Orders", StandardUnit.Count, AnalyticsFunction, MinuteOfOrder,
        "Orders counted; a cancellation takes its order back, as a value of -1.");

    public static readonly Metric Cancelled = new(
        "Cancelled", StandardUnit.Count, AnalyticsFunction, MinuteOfOrder,
        "Orders cancelled, in the minute in which they were placed.");

    public static readonly Metric Units = new(
        "Units", StandardUnit.Count, AnalyticsFunction, MinuteOfOrder,
        "Units in counted orders; a cancellation subtracts them.");

    public static readonly Metric Revenue = new(
        "Revenue", StandardUnit.None, AnalyticsFunction, MinuteOfOrder,
        "What counted orders cost, in major units; a cancellation takes it back.") { By = MetricDimension.Currency };

    public static readonly Metric OrderValue = new(
        "OrderValue", StandardUnit.None, AnalyticsFunction, MinuteOfOrder,
        "What each order cost when it was placed, in major units, whatever became of it.") { By =
            MetricDimension.Currency, IsDistribution = true };

    public static readonly Metric ItemUnits = new(
        "ItemUnits", StandardUnit.Count, AnalyticsFunction, MinuteOfOrder,
        "Units in counted orders by item; a cancellation subtracts them.") { By = MetricDimension.Item };

    public static readonly Metric LeftOut = new(
        "LeftOut", StandardUnit.Count, AnalyticsFunction, Work,
        "Changes that were counted, but are in no metric above: CloudWatch takes none that is older than two weeks.");

    public static readonly Metric Counted = new(
        "Counted", StandardUnit.Count, AnalyticsFunction, Work,
        "Changes counted, by the source that delivered them first.") { By = MetricDimension.Source };

    public static readonly Metric Duplicates = new(
        "Duplicates", StandardUnit.Count, AnalyticsFunction, Work,
        "Changes that were counted already when they arrived. Every change arrives from both sources, so about one duplicate per change "
            + "is normal.") { By = MetricDimension.Source };

    public static readonly Metric LeftToTableStream = new(
        "LeftToTableStream", StandardUnit.Count, AnalyticsFunction, Work,
        "Changes that came by Kinesis before the change that they follow was counted, so that the table stream brings them in order.");

    public static readonly Metric Lag = new(
        "Lag", StandardUnit.Milliseconds, AnalyticsFunction, Work,
        "From a change to its commit in the aggregates, for each change counted.") { IsDistribution = true };

    public static readonly Metric RecordAge = new(
        "RecordAge", StandardUnit.Milliseconds, AnalyticsFunction, Work,
        "How long the oldest record of a batch had been on its stream when the batch came.") { By =
            MetricDimension.Source, IsDistribution = true };

    public static readonly Metric LateChanges = new(
        "LateChanges", StandardUnit.Count, AnalyticsFunction, Work,
        "Changes counted in a minute that was over.");

    public static readonly Metric Conflicts = new(
        "Conflicts", StandardUnit.Count, AnalyticsFunction, Work,
        "Writes that lost a race and were made again.");

    public static readonly Metric Quarantined = new(
        "Quarantined", StandardUnit.Count, AnalyticsFunction, Work,
        "Records put into quarantine because they are not valid order changes, each once.");

    public static readonly Metric TooOld = new(
        "TooOld", StandardUnit.Count, AnalyticsFunction, Work,
        "Changes not counted because the minute of their order is no longer retained, as delivered by the table stream.");

    public static readonly Metric DocumentsWritten = new(
        "DocumentsWritten", StandardUnit.Count, AnalyticsFunction, Work,
        "Heads of minute documents written.");

    public static readonly Metric WriteUnits = new(
        "WriteUnits", StandardUnit.Count, AnalyticsFunction, Work,
        "Write units of the aggregates table that those writes consumed, as DynamoDB reports them.");

    public static readonly Metric OrdersAccepted = new(
        "OrdersAccepted", StandardUnit.Count, OrdersFunction, Work,
        "Requests that placed an order.");

    public static readonly Metric OrdersReplayed = new(
        "OrdersReplayed", StandardUnit.Count, OrdersFunction, Work,
        "Requests that repeated an Idempotency-Key and got the order that it had placed.");

    public static readonly Metric OrdersRefused = new(
        "OrdersRefused", StandardUnit.Count, OrdersFunction, Work,
        "Requests to place an order that were refused.") { By = MetricDimension.Reason };

    public static readonly Metric KinesisFailures = new(
        "KinesisFailures", StandardUnit.Count, OrdersFunction, Work,
        "Changes that could not be published to Kinesis, so that only the table stream delivers them.");

    /// <summary>All metrics, in the order of <c>docs/metrics.md</c>.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Orders, Cancelled, Units, Revenue, OrderValue, ItemUnits, LeftOut,
        Counted, Duplicates, LeftToTableStream, Lag, RecordAge, LateChanges, Conflicts, Quarantined, TooOld, DocumentsWritten, WriteUnits,
        OrdersAccepted, OrdersReplayed, OrdersRefused, KinesisFailures,
    ];
}
