namespace Analytics.Functions.Metrics;

/// <summary>What tells the series of a metric apart. Its values are a closed set, so the number of series is bounded for good.</summary>
/// <param name="Name">Its name in CloudWatch.</param>
/// <param name="Values">The values it can have, in words.</param>
/// <param name="MaxSeries">How many values it can have over the whole life of a stack with one setting of its parameters.</param>
internal sealed record MetricDimension(string Name, string Values, int MaxSeries)
{
    /// <summary>By currency: a sum of several currencies would mean nothing.</summary>
    public static readonly MetricDimension Currency = new("Currency", "ISO 4217 codes of orders", Core.Orders.Currency.All.Count);

    /// <summary>By item, of those that are named.</summary>
    public static readonly MetricDimension Item = new(
        "Item", $"SKUs of the parameter MetricItems, and `{MetricItems.Other}`", MetricItems.MaxCount + 1);

    /// <summary>By the source that delivered a change.</summary>
    public static readonly MetricDimension Source = new("Source", $"`{Sources.Kinesis}`, `{Sources.TableStream}`", 2);

    /// <summary>By the kind of refusal.</summary>
    public static readonly MetricDimension Reason =
        new("Reason", string.Join(", ", RefusalReason.All.Select(reason => $"`{reason}`")), RefusalReason.All.Count);

    /// <summary>The values of <see cref="Source"/>.</summary>
    internal static class Sources
    {
        public const string Kinesis = "kinesis";
        public const string TableStream = "table-stream";
    }
}
