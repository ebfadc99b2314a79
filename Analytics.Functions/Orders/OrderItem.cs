using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;

namespace Analytics.Functions.Orders;

/// <summary>An order as an item of the orders table.</summary>
internal static class OrderItem
{
    public const string Key = "orderId";
    public const string Version = "version";
    public const string Status = "status";
    public const string CustomerId = "customerId";
    public const string Currency = "currency";
    public const string Lines = "lines";
    public const string Sku = "sku";
    public const string Quantity = "quantity";
    public const string UnitPrice = "unitPrice";
    public const string Total = "total";
    public const string PlacedAt = "placedAt";
    public const string UpdatedAt = "updatedAt";
    public const string RequestHash = "requestHash";

    public static Dictionary<string, AttributeValue> Write(StoredOrder stored)
    {
        var order = stored.Order;
        return new Dictionary<string, AttributeValue>
        {
            [Key] = new() { S = order.Id.ToString() },
            [Version] = Number(order.Version),
            [Status] = new() { S = order.Status.ToWire() },
            [CustomerId] = new() { S = order.CustomerId },
            [Currency] = new() { S = order.Currency.Code },
            [Lines] = new() { L = [.. order.Lines.Select(line => Write(line, order.Currency))] },
            [Total] = Amount(order.TotalMinor, order.Currency),
            [PlacedAt] = new() { S = Timestamps.Format(order.PlacedAt) },
            [UpdatedAt] = new() { S = Timestamps.Format(order.UpdatedAt) },
            [RequestHash] = new() { S = stored.RequestHash },
        };
    }

    /// <summary>Reads an item of the orders table.</summary>
    /// <exception cref="FormatException">It is not an order; the message names the fields.</exception>
    public static StoredOrder Read(Dictionary<string, AttributeValue> item)
    {
        var errors = new FieldErrors();
        var order = Document(item).Check(errors)
            ?? throw new FormatException($"The item {item.GetValueOrDefault(Key)?.S} of the orders table is not an order: {errors}.");
        return new StoredOrder(order, item.GetValueOrDefault(RequestHash)?.S ?? "");
    }

    private static OrderDocument Document(Dictionary<string, AttributeValue> item) => new()
    {
        OrderId = item.GetValueOrDefault(Key)?.S,
        Version = item.GetValueOrDefault(Version)?.N,
        Status = item.GetValueOrDefault(Status)?.S,
        CustomerId = item.GetValueOrDefault(CustomerId)?.S,
        Currency = item.GetValueOrDefault(Currency)?.S,
        PlacedAt = item.GetValueOrDefault(PlacedAt)?.S,
        UpdatedAt = item.GetValueOrDefault(UpdatedAt)?.S,
        Lines = item.GetValueOrDefault(Lines)?.L?.ConvertAll(line => new LineDocument(
            line.M?.GetValueOrDefault(Sku)?.S, line.M?.GetValueOrDefault(Quantity)?.N, line.M?.GetValueOrDefault(UnitPrice)?.N)),
    };

    private static AttributeValue Write(OrderLine line, Currency currency) => new()
    {
        M = new Dictionary<string, AttributeValue>
        {
            [Sku] = new() { S = line.Sku },
            [Quantity] = Number(line.Quantity),
            [UnitPrice] = Amount(line.UnitPriceMinor, currency),
        },
    };

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    private static AttributeValue Amount(long minor, Currency currency) =>
        new() { N = MinorUnits.Format(minor, currency.Exponent) };
}
