using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>An order as an item of the orders table; <c>docs/formats.md</c> describes it.</summary>
public static class OrderItem
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
    public const string Discount = "discount";
    public const string Refunded = "refunded";
    public const string Returned = "returned";
    public const string Shipping = "shipping";
    public const string Tax = "tax";
    public const string TaxIncluded = "taxIncluded";
    public const string Dimensions = "dimensions";
    public const string Total = "total";
    public const string PlacedAt = "placedAt";
    public const string UpdatedAt = "updatedAt";
    public const string RequestHash = "requestHash";
    public const string Lane = "lane";
    public const string ChangeIds = "changeIds";
    public const string Digest = "digest";
    public const string DetailsDigest = "detailsDigest";
    public const string Reference = "reference";
    public const string Metadata = "metadata";
    public const string Name = "name";
    public const string Log = "changes";
    public const string KeyedRequests = "requests";

    /// <summary>Partition key of the order in the <see cref="OrderIndex"/>.</summary>
    public const string PlacedIn = "placedIn";

    public static Dictionary<string, AttributeValue> KeyOf(OrderId id) => new() { [Key] = new() { S = id.ToString() } };

    public static Dictionary<string, AttributeValue> Write(StoredOrder stored)
    {
        var order = stored.Order;
        var item = new Dictionary<string, AttributeValue>
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
            [Lane] = Number(order.Lane),
            [PlacedIn] = new() { S = OrderIndex.PartitionOf(order.Id, Minute.Of(order.PlacedAt)) },
            [ChangeIds] = Write(order.ChangeIds),
            [Digest] = new() { S = DigestOf(order) },
        };
        SetText(item, Reference, order.Reference);
        SetText(item, DetailsDigest, stored.DetailsDigest);
        SetTexts(item, Log, stored.Log.Select(change => change.ToString()));
        SetTexts(item, KeyedRequests, stored.KeyedRequests.Select(request => request.ToString()));
        if (order.Metadata.Count > 0)
        {
            item[Metadata] = new() { M = order.Metadata.ToDictionary(pair => pair.Key, pair => new AttributeValue { S = pair.Value }) };
        }

        AddNonZero(item, Shipping, order.ShippingMinor, order.Currency.Exponent);
        AddNonZero(item, Tax, order.TaxMinor, order.Currency.Exponent);
        if (order.TaxIncluded)
        {
            item.Add(TaxIncluded, new AttributeValue { BOOL = true });
        }

        if (!order.Slice.IsNone)
        {
            item[Dimensions] = new()
            {
                M = order.Slice.Values.ToDictionary(value => value.Key, value => new AttributeValue { S = value.Value }),
            };
        }

        return item;
    }

    public static AttributeValue Write(IReadOnlyList<ChangeId> ids) =>
        new() { L = [.. ids.Select(id => new AttributeValue { S = id.ToString() })], IsLSet = true };

    /// <summary>
    /// Digest of the change ids and of everything that counts, as the API last wrote it, except the customer, which no change by the API
    /// replaces. If it does not match, another writer has edited the item since. 16 hexadecimal digits.
    /// </summary>
    public static string DigestOf(Order order)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{order.Status}|{order.Currency}|{Timestamps.Format(order.PlacedAt)}|{order.Lane}");
        foreach (var line in order.Lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{line.Sku}|{line.Quantity}|{line.UnitPriceMinor}");
            if ((line.DiscountMinor | line.RefundedMinor | line.Returned) != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"|less|{line.DiscountMinor}|{line.RefundedMinor}|{line.Returned}");
            }
        }

        if ((order.ShippingMinor | order.TaxMinor) != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"|charges|{order.ShippingMinor}|{order.TaxMinor}");
        }

        if (!order.Slice.IsNone)
        {
            text.Append(CultureInfo.InvariantCulture, $"|dimensions|{order.Slice}");
        }

        text.AppendJoin(',', order.ChangeIds);

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    /// <summary>Parses an item of the orders table. Never throws for its content: an invalid item is returned with its errors.</summary>
    public static FoundOrder Read(Dictionary<string, AttributeValue> item)
    {
        var errors = new FieldErrors();
        var id = item.GetValueOrDefault(Key)?.S ?? "";
        return Document(item).Check(errors) is { } order
            ? new FoundOrder(id, Stored(order, item), [])
            {
                ChangeIds = item.GetValueOrDefault(ChangeIds),
                Lines = item.GetValueOrDefault(Lines),
                IsAsWritten = item.GetValueOrDefault(Digest)?.S == DigestOf(order),
            }
            : new FoundOrder(id, null, errors.List);
    }

    private static StoredOrder Stored(Order order, Dictionary<string, AttributeValue> item) =>
        new(order, item.GetValueOrDefault(RequestHash)?.S ?? "")
        {
            DetailsDigest = item.GetValueOrDefault(DetailsDigest)?.S,
            Log = [.. Texts(item, Log).Select(text => LoggedChange.TryParse(text, out var change) ? change : (LoggedChange?)null)
                .OfType<LoggedChange>()],
            KeyedRequests = [.. Texts(item, KeyedRequests)
                .Select(text => KeyedRequest.TryParse(text, out var request) ? request : (KeyedRequest?)null).OfType<KeyedRequest>()],
        };

    private static IEnumerable<string?> Texts(Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.L?.Select(text => text.S) ?? [];

    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    private static OrderDocument Document(Dictionary<string, AttributeValue> item) => new()
    {
        OrderId = item.GetValueOrDefault(Key)?.S,
        Version = item.GetValueOrDefault(Version)?.N,
        Status = item.GetValueOrDefault(Status)?.S,
        CustomerId = item.GetValueOrDefault(CustomerId)?.S,
        Currency = item.GetValueOrDefault(Currency)?.S,
        PlacedAt = item.GetValueOrDefault(PlacedAt)?.S,
        UpdatedAt = item.GetValueOrDefault(UpdatedAt)?.S,
        Lane = item.GetValueOrDefault(Lane)?.N,
        ChangeIds = item.GetValueOrDefault(ChangeIds)?.L?.ConvertAll(id => id.S) ?? [],
        Reference = item.GetValueOrDefault(Reference)?.S,
        Metadata = item.GetValueOrDefault(Metadata)?.M?.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value.S)).ToList() ?? [],
        Shipping = OptionalNumber(item, Shipping),
        Tax = OptionalNumber(item, Tax),
        TaxIncluded = item.GetValueOrDefault(TaxIncluded)?.BOOL ?? false,
        Dimensions = item.GetValueOrDefault(Dimensions)?.M?.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value.S)).ToList()
            ?? [],
        Lines = item.GetValueOrDefault(Lines)?.L?.ConvertAll(line => Line(line.M ?? [])),
    };

    private static LineDocument Line(Dictionary<string, AttributeValue> line) => new(
        line.GetValueOrDefault(Sku)?.S, line.GetValueOrDefault(Quantity)?.N, line.GetValueOrDefault(UnitPrice)?.N)
    {
        Name = line.GetValueOrDefault(Name)?.S,
        Discount = OptionalNumber(line, Discount),
        Refunded = OptionalNumber(line, Refunded),
        Returned = OptionalNumber(line, Returned),
    };

    // Null if the attribute is absent. An attribute of another type is present and not a number.
    private static string? OptionalNumber(Dictionary<string, AttributeValue> item, string name) =>
        item.TryGetValue(name, out var value) ? value.N ?? "" : null;

    private static AttributeValue Write(OrderLine line, Currency currency)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            [Sku] = new() { S = line.Sku },
            [Quantity] = Number(line.Quantity),
            [UnitPrice] = Amount(line.UnitPriceMinor, currency),
        };
        SetText(item, Name, line.Name);
        AddNonZero(item, Discount, line.DiscountMinor, currency.Exponent);
        AddNonZero(item, Refunded, line.RefundedMinor, currency.Exponent);
        AddNonZero(item, Returned, line.Returned, 0);
        return new AttributeValue { M = item };
    }

    private static void SetText(Dictionary<string, AttributeValue> item, string name, string? text)
    {
        if (text is not null)
        {
            item[name] = new AttributeValue { S = text };
        }
    }

    private static void SetTexts(Dictionary<string, AttributeValue> item, string name, IEnumerable<string> texts)
    {
        if (texts.Any())
        {
            item[name] = new AttributeValue { L = [.. texts.Select(text => new AttributeValue { S = text })] };
        }
    }

    private static void AddNonZero(Dictionary<string, AttributeValue> item, string name, long value, int exponent)
    {
        if (value != 0)
        {
            item.Add(name, new AttributeValue { N = MinorUnits.Format(value, exponent) });
        }
    }

    private static AttributeValue Amount(long minor, Currency currency) =>
        new() { N = MinorUnits.Format(minor, currency.Exponent) };
}
