using System.Globalization;
using System.Text.Json;
using Analytics.Local.Lambda;

namespace Analytics.Local.Web.Live;

/// <summary>Forwards batches to the counting function and, when it succeeds, adds their orders to the live page.</summary>
/// <remarks>
/// It parses events of both sources as docs/formats.md describes them, and ignores records that it cannot parse or whose total is not an
/// amount of a known currency: the function quarantines them.
/// </remarks>
/// <param name="inner">The counting function.</param>
/// <param name="newest">Receives the orders.</param>
/// <param name="currencyDecimals">Number of decimals of each currency, by its code.</param>
internal sealed class OrderTap(IFunctionInvoker inner, NewestOrders newest, IReadOnlyDictionary<string, int> currencyDecimals)
    : IFunctionInvoker
{
    // The list holds no more orders than this: more records of one batch would displace each other.
    private const int MaxRecords = 20;

    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var result = await inner.InvokeAsync(payload, cancellationToken);
        if (result is InvocationResult.Success)
        {
            newest.Add(Orders(payload));
        }

        return result;
    }

    private List<ShownOrder> Orders(ReadOnlyMemory<byte> payload)
    {
        var orders = new List<ShownOrder>();
        try
        {
            using var json = JsonDocument.Parse(payload);
            foreach (var record in json.RootElement.GetProperty("Records").EnumerateArray().TakeLast(MaxRecords))
            {
                if (Order(record) is { } order)
                {
                    orders.Add(order);
                }
            }
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // The event is from another function's stream, or its records are not order changes.
        }

        return orders;
    }

    private ShownOrder? Order(JsonElement record)
    {
        try
        {
            if (record.TryGetProperty("kinesis", out var kinesis))
            {
                using var change = JsonDocument.Parse(kinesis.GetProperty("data").GetBytesFromBase64());
                return Order(change.RootElement.GetProperty("data").GetProperty("after"), Plain);
            }

            return record.GetProperty("dynamodb").TryGetProperty("NewImage", out var image) ? Order(image, Attribute) : null;
        }
        catch (Exception other) when (
            other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            // The function quarantines an invalid record; the page does not show it.
            return null;
        }
    }

    private ShownOrder Order(JsonElement order, Func<JsonElement, JsonElement> value)
    {
        var lines = value(order.GetProperty("lines")).EnumerateArray().Select(value).ToList();
        var currency = Text(order, "currency", value);
        return new ShownOrder(
            Text(order, "orderId", value),
            (int)Number(order, "version", value),
            Text(order, "status", value),
            DateTimeOffset.Parse(Text(order, "placedAt", value), CultureInfo.InvariantCulture),
            currency,
            Amount(lines.Sum(line => Number(line, "quantity", value) * Number(line, "unitPrice", value)), currency),
            [.. lines.Select(line => Text(line, "sku", value)).Distinct()],
            (long)lines.Sum(line => Number(line, "quantity", value)));
    }

    private string Amount(decimal amount, string currency)
    {
        if (!currencyDecimals.TryGetValue(currency, out var decimals) || decimal.Round(amount, decimals) != amount)
        {
            throw new FormatException($"{amount} is not an amount of the currency {currency}.");
        }

        return amount.ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }

    private static string Text(JsonElement element, string name, Func<JsonElement, JsonElement> value) =>
        value(element.GetProperty(name)).GetString() ?? throw new FormatException($"{name} is null.");

    // DynamoDB writes numbers as strings.
    private static decimal Number(JsonElement element, string name, Func<JsonElement, JsonElement> value) =>
        value(element.GetProperty(name)) is { ValueKind: JsonValueKind.String } text
            ? decimal.Parse(text.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
            : value(element.GetProperty(name)).GetDecimal();

    private static JsonElement Plain(JsonElement element) => element;

    /// <summary>Returns the value inside <c>{"S": …}</c>, <c>{"N": …}</c>, <c>{"L": […]}</c> or <c>{"M": {…}}</c>.</summary>
    private static JsonElement Attribute(JsonElement element) => element.EnumerateObject().Single().Value;
}
