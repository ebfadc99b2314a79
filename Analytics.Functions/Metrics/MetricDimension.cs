namespace Analytics.Functions.Metrics;

/// <summary>What tells the series of a metric apart. Its values are a closed set, so the number of series is bounded for good.</summary>
/// <param name="Name">Its name in CloudWatch.</param>
/// <param name="Values">The values it can have, in words.</param>
/// <param name="SeriesMax">How many values it can have over the whole life of a stack with one setting of its parameters.</param>
internal sealed record MetricDimension(string Name, string Values, int SeriesMax)
{
    /// <summary>By currency: a sum of several currencies would mean nothing.</summary>
    public static readonly MetricDimension Currency = new("Currency", "ISO 4217 codes of orders", Core.Orders.Currency.All.Count);

    /// <summary>By item, of those that are named.</summary>
    public static readonly MetricDimension Item = new("Item", $"SKUs of the parameter MetricItems, and `{MetricItems.Other}`", MetricItems.CountMax + 1);

    /// <summary>By the road that a change came by.</summary>
    public static readonly MetricDimension Road = new("Road", $"`{Roads.Fast}`, `{Roads.Sure}`", 2);

    /// <summary>By the kind of refusal.</summary>
    public static readonly MetricDimension Reason =
        new("Reason", string.Join(", ", RefusalReason.All.Select(reason => $"`{reason}`")), RefusalReason.All.Count);

    /// <summary>How metrics call the two roads.</summary>
    internal static class Roads
    {
        public const string Fast = "fast";
        public const string Sure = "sure";
    }
}
