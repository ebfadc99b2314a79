using System.Text;
using System.Text.Json;
using Analytics.Core.Orders;
using Analytics.Core.Wire;

namespace Analytics.Operations.Import;

/// <summary>
/// Reads the orders of an NDJSON file: the body of <c>POST /orders</c> with <c>placedAt</c>, one on each line; or the lines of a file of
/// rejected ones, as <see cref="RejectedOrder"/> writes them.
/// </summary>
internal static class NdjsonOrders
{
    /// <summary>Reads the orders one by one. Empty lines are skipped.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="dimensions">The dimensions that orders may have.</param>
    /// <param name="rejections">Receives the lines that are not JSON.</param>
    public static IEnumerable<OrderRow> Read(TextReader reader, OrderDimensions dimensions, List<Rejection> rejections)
    {
        for (var line = 1L; reader.ReadLine() is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text) && ReadLine(text, line, dimensions, rejections) is { } order)
            {
                yield return order;
            }
        }
    }

    private static OrderRow? ReadLine(string text, long line, OrderDimensions dimensions, List<Rejection> rejections)
    {
        var utf8 = Encoding.UTF8.GetBytes(RejectedOrder.TextOf(text));
        if (utf8.Length > OrderRules.MaxBodyBytes)
        {
            rejections.Add(new Rejection(line, $"has {utf8.Length:N0} bytes; an order takes at most {OrderRules.MaxBodyBytes:N0}"));
            return null;
        }

        try
        {
            var errors = new FieldErrors();
            using var json = OrderReader.ParseText(utf8);
            return new OrderRow(OrderRequestReader.ReadPast(json.RootElement, dimensions, errors), [line], errors);
        }
        catch (JsonException malformed)
        {
            rejections.Add(new Rejection(line, $"is not JSON: {malformed.Message}"));
            return null;
        }
    }
}
