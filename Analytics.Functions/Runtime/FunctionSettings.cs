using System.Globalization;
using Analytics.Functions.Metrics;

namespace Analytics.Functions.Runtime;

/// <summary>Settings that the functions read from environment variables, which the template sets.</summary>
/// <param name="OrdersTable">The table of orders, one item each.</param>
/// <param name="AggregatesTable">The table of minute documents, their extent, rollups and quarantine.</param>
/// <param name="OrderStream">The Kinesis stream on which changes are published.</param>
/// <param name="MetricNamespace">The CloudWatch namespace of the product's metrics.</param>
/// <param name="Lanes">The number of lanes over which new orders are spread; a power of two, 1 to 256.</param>
public sealed record FunctionSettings(
    string OrdersTable, string AggregatesTable, string OrderStream, string MetricNamespace, int Lanes)
{
    /// <summary>The items that have a metric series of their own. Default none.</summary>
    public MetricItems MetricItems { get; init; } = MetricItems.None;

    /// <summary>Reads the settings from environment variables.</summary>
    /// <exception cref="InvalidOperationException">A variable is missing or out of range; the message names it.</exception>
    public static FunctionSettings Read(Func<string, string?> variable)
    {
        string Required(string name) => variable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"The environment variable {name} is not set.");

        var lanes = Required("LANES");
        return new FunctionSettings(
            Required("ORDERS_TABLE"),
            Required("AGGREGATES_TABLE"),
            Required("ORDER_STREAM"),
            Required("METRIC_NAMESPACE"),
            int.TryParse(lanes, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && Core.Orders.Lanes.IsCount(count)
                ? count
                : throw new InvalidOperationException($"LANES must be a power of two from 1 to {Core.Orders.Lanes.Max}; was '{lanes}'."))
        {
            MetricItems = Items(variable("METRIC_ITEMS") ?? ""),
        };
    }

    private static MetricItems Items(string text)
    {
        try
        {
            return MetricItems.Parse(text);
        }
        catch (FormatException wrong)
        {
            throw new InvalidOperationException($"METRIC_ITEMS is wrong: {wrong.Message}", wrong);
        }
    }
}
