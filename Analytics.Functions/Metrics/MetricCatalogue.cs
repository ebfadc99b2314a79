using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Analytics.Core.Orders;

namespace Analytics.Functions.Metrics;

/// <summary>A metric that the product emits.</summary>
/// <param name="Name">Its name in CloudWatch.</param>
/// <param name="Unit">What its values are.</param>
/// <param name="Description">What it says, in a sentence.</param>
internal sealed record Metric(string Name, StandardUnit Unit, string Description)
{
    /// <summary>A value at a moment.</summary>
    public MetricDatum Count(double value, DateTimeOffset at) => new()
    {
        MetricName = Name,
        Unit = Unit,
        Timestamp = at.UtcDateTime,
        Value = value,
    };

    /// <summary>A value at a moment for one currency.</summary>
    public MetricDatum Count(double value, DateTimeOffset at, Currency currency)
    {
        var datum = Count(value, at);
        datum.Dimensions = [new Dimension { Name = "Currency", Value = currency.Code }];
        return datum;
    }

    /// <summary>Many values at a moment, each with how often it was seen; at most 150 of them.</summary>
    public MetricDatum Distribution(IReadOnlyCollection<KeyValuePair<double, double>> countsByValue, DateTimeOffset at) => new()
    {
        MetricName = Name,
        Unit = Unit,
        Timestamp = at.UtcDateTime,
        Values = [.. countsByValue.Select(value => value.Key)],
        Counts = [.. countsByValue.Select(value => value.Value)],
    };
}

/// <summary>Every metric that the product emits. Those of orders carry the minute of the order, the others the time of the work.</summary>
internal static class MetricCatalogue
{
    public static readonly Metric Orders = new("Orders", StandardUnit.Count, "Orders counted; a cancellation takes its order back.");
    public static readonly Metric Cancelled = new("Cancelled", StandardUnit.Count, "Orders cancelled.");
    public static readonly Metric Units = new("Units", StandardUnit.Count, "Pieces in counted orders; a cancellation takes them back.");
    public static readonly Metric Revenue = new("Revenue", StandardUnit.None, "What counted orders cost, in major units, by Currency.");
    public static readonly Metric Lag = new("Lag", StandardUnit.Milliseconds, "From a change to its commit in the aggregates.");
    public static readonly Metric Duplicates = new("Duplicates", StandardUnit.Count, "Changes that had been counted before they came.");
    public static readonly Metric Conflicts = new("Conflicts", StandardUnit.Count, "Writes that lost a race and were made again.");
    public static readonly Metric Quarantined = new("Quarantined", StandardUnit.Count, "Records put aside because they are no change of an order.");
    public static readonly Metric TooOld = new("TooOld", StandardUnit.Count, "Changes of orders whose minute is no longer kept.");
    public static readonly Metric FastRoadFailures = new("FastRoadFailures", StandardUnit.Count, "Changes that Kinesis did not take at once.");
}
