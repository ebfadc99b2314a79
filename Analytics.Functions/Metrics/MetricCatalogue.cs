using Amazon.CloudWatch;
using static Analytics.Functions.Metrics.MetricEmitter;
using static Analytics.Functions.Metrics.MetricTime;

namespace Analytics.Functions.Metrics;

/// <summary>All metrics that the product emits; <c>docs/metrics.md</c> describes the same metrics.</summary>
internal static class MetricCatalogue
{
    public static readonly Metric Orders = new(
        "Orders", StandardUnit.Count, AnalyticsFunction, MinuteOfOrder,
        "Orders counted; a cancellation counts as -1.");

    public static readonly Metric Cancelled = new(
        "Cancelled", StandardUnit.Count, AnalyticsFunction, MinuteOfOrder,
        "Orders cancelled, in the minute in which they were placed.");

    public static readonly Metric Units = new(
        "Units", StandardUnit.Count, AnalyticsFunction, MinuteOfOrder,
        "Units in counted orders; a cancellation subtracts them.");

    public static readonly Metric Revenue = new(
        "Revenue", StandardUnit.None, AnalyticsFunction, MinuteOfOrder,
        "Revenue of counted orders, in major units; a cancellation subtracts it.") { By = MetricDimension.Currency };

    public static readonly Metric OrderValue = new(
        "OrderValue", StandardUnit.None, AnalyticsFunction, MinuteOfOrder,
        "Revenue of each order at placement, in major units, regardless of later changes.")
        { By = MetricDimension.Currency, IsDistribution = true };

    public static readonly Metric ItemUnits = new(
        "ItemUnits", StandardUnit.Count, AnalyticsFunction, MinuteOfOrder,
        "Units in counted orders by item; a cancellation subtracts them.") { By = MetricDimension.Item };

    public static readonly Metric LeftOut = new(
        "LeftOut", StandardUnit.Count, AnalyticsFunction, Work,
        "Changes that were counted but are not in the metrics above, because CloudWatch rejects data older than two weeks.");

    public static readonly Metric Counted = new(
        "Counted", StandardUnit.Count, AnalyticsFunction, Work,
        "Changes counted, by the source that delivered them first.") { By = MetricDimension.Source };

    public static readonly Metric Duplicates = new(
        "Duplicates", StandardUnit.Count, AnalyticsFunction, Work,
        "Records whose change was counted already, or changes no total. Each change by the API arrives from both sources, so about one "
            + "duplicate per change is normal.") { By = MetricDimension.Source };

    public static readonly Metric LeftToTableStream = new(
        "LeftToTableStream", StandardUnit.Count, AnalyticsFunction, Work,
        "Changes from Kinesis whose preceding change was not counted yet, or whose document is damaged or newer; left to the table "
            + "stream.");

    public static readonly Metric Lag = new(
        "Lag", StandardUnit.Milliseconds, AnalyticsFunction, Work,
        "From a change to its commit in the aggregates, for each change counted.") { IsDistribution = true };

    public static readonly Metric RecordAge = new(
        "RecordAge", StandardUnit.Milliseconds, AnalyticsFunction, Work,
        "Time from the arrival of a batch's oldest record on its stream until the batch was counted.")
        { By = MetricDimension.Source, IsDistribution = true };

    public static readonly Metric LateChanges = new(
        "LateChanges", StandardUnit.Count, AnalyticsFunction, Work,
        "Changes counted after the minute of their order had ended.");

    public static readonly Metric Conflicts = new(
        "Conflicts", StandardUnit.Count, AnalyticsFunction, Work,
        "Writes that failed because another writer was faster, a transaction was in progress, or DynamoDB throttled a transaction.");

    public static readonly Metric Quarantined = new(
        "Quarantined", StandardUnit.Count, AnalyticsFunction, Work,
        "Records put into quarantine, each once: not a valid order change, or the minute document is damaged or newer.");

    public static readonly Metric TooOld = new(
        "TooOld", StandardUnit.Count, AnalyticsFunction, Work,
        "Changes not counted because the minute of their order is no longer retained, as delivered by the table stream.");

    public static readonly Metric DocumentsWritten = new(
        "DocumentsWritten", StandardUnit.Count, AnalyticsFunction, Work,
        "Heads of minute documents written.");

    public static readonly Metric WriteUnits = new(
        "WriteUnits", StandardUnit.Count, AnalyticsFunction, Work,
        "Write units of the aggregates table that those writes consumed, as DynamoDB reports them.");

    public static readonly Metric NotCommitted = new(
        "NotCommitted", StandardUnit.Count, AnalyticsFunction, Work,
        "Changes whose document could not be written; Lambda redelivers them. Each failed attempt is reported.");

    public static readonly Metric OrdersAccepted = new(
        "OrdersAccepted", StandardUnit.Count, OrdersFunction, Work,
        "Requests that placed an order.");

    public static readonly Metric OrdersReplayed = new(
        "OrdersReplayed", StandardUnit.Count, OrdersFunction, Work,
        "Requests that repeated an Idempotency-Key or a reference, and got the order that it had placed.");

    public static readonly Metric OrdersRefused = new(
        "OrdersRefused", StandardUnit.Count, OrdersFunction, Work,
        "Requests to place an order that were refused.") { By = MetricDimension.Reason };

    public static readonly Metric KinesisFailures = new(
        "KinesisFailures", StandardUnit.Count, OrdersFunction, Work,
        "Changes that could not be published to Kinesis, so that only the table stream delivers them.");

    public static readonly Metric Drift = new(
        "Drift", StandardUnit.Count, DriftFunction, Work,
        "Numbers on which a compared part of a quarter-hour and its orders disagree; 0 if there are none.");

    public static readonly Metric DriftNotCompared = new(
        "DriftNotCompared", StandardUnit.Count, DriftFunction, Work,
        "Minute documents that the comparison left out, because the index lacks an order that they have counted.");

    public static readonly Metric AlertsRinging = new(
        "AlertsRinging", StandardUnit.Count, AlertsFunction, Work,
        "Alerts that ring, each minute; absent while the shop has set none. Use the maximum.");

    public static readonly Metric AlertsNotDelivered = new(
        "AlertsNotDelivered", StandardUnit.Count, AlertsFunction, Work,
        "Attempts to deliver a notice of an alert that failed; each is repeated a minute later, for a day.");

    /// <summary>All metrics, in the order of <c>docs/metrics.md</c>.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Orders, Cancelled, Units, Revenue, OrderValue, ItemUnits, LeftOut,
        Counted, Duplicates, LeftToTableStream, Lag, RecordAge, LateChanges, Conflicts, Quarantined, TooOld, DocumentsWritten, WriteUnits,
        NotCommitted, OrdersAccepted, OrdersReplayed, OrdersRefused, KinesisFailures, Drift, DriftNotCompared,
        AlertsRinging, AlertsNotDelivered,
    ];
}
