using System.Runtime.InteropServices;
using System.Text.Json;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;

namespace Analytics.Cli.Live;

/// <summary>Reads the orders of a batch of either source as the analytics function does, for the live page.</summary>
internal static class BatchOrders
{
    // The list holds no more orders than this: more records of one batch would displace each other.
    private const int MaxRecords = 20;

    /// <summary>
    /// Returns the last orders of a batch, as they are after their changes. Leaves out records that are no valid order: the function
    /// quarantines them. Returns nothing for a batch that is not of the order streams.
    /// </summary>
    public static IReadOnlyList<ShownOrder> Read(ReadOnlyMemory<byte> batch)
    {
        try
        {
            using var json = JsonDocument.Parse(batch);
            return
            [
                .. json.RootElement.GetProperty("Records").EnumerateArray().TakeLast(MaxRecords)
                    .Select(record => StreamEventParser.ReadOne(JsonMarshal.GetRawUtf8Value(record).ToArray()).Parsed)
                    .OfType<ParsedChange.Accepted>()
                    .Select(accepted => accepted.Value.After)
                    .OfType<Order>()
                    .Select(Shown),
            ];
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // The event is not a batch of records.
            return [];
        }
    }

    private static ShownOrder Shown(Order order) => new(
        order.Id.ToString(),
        order.Version,
        order.Status.ToWire(),
        order.PlacedAt,
        order.Currency.Code,
        MinorUnits.Format(order.Lines.Sum(line => line.TotalMinor), order.Currency.Exponent),
        [.. order.Lines.Select(line => line.Sku).Distinct()],
        order.Lines.Sum(line => line.Quantity));
}
