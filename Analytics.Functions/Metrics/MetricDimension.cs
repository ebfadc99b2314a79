using Analytics.Core.Changes;

namespace Analytics.Functions.Metrics;

/// <summary>A CloudWatch dimension. Its values are a closed set, so the number of series is bounded.</summary>
/// <param name="Name">Its name in CloudWatch.</param>
/// <param name="Values">Its possible values, described in words.</param>
/// <param name="MaxSeries">Maximum number of values over the lifetime of a stack whose parameters do not change.</param>
internal sealed record MetricDimension(string Name, string Values, int MaxSeries)
{
    /// <summary>By currency, because amounts in different currencies cannot be added.</summary>
    public static readonly MetricDimension Currency = new("Currency", "ISO 4217 codes of orders", Core.Orders.Currency.All.Count);

    /// <summary>By item, for the configured SKUs.</summary>
    public static readonly MetricDimension Item = new(
        "Item", $"SKUs of the parameter MetricItems, and `{MetricItems.Other}`", MetricItems.MaxCount + 1);

    /// <summary>By the source that delivered a change.</summary>
    public static readonly MetricDimension Source = new("Source", $"`{ChangeSourceNames.Kinesis}`, `{ChangeSourceNames.TableStream}`", 2);

    /// <summary>By the reason for refusing an order.</summary>
    public static readonly MetricDimension Reason =
        new("Reason", string.Join(", ", RefusalReason.All.Select(reason => $"`{reason}`")), RefusalReason.All.Count);
}
