using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson.Converters;

namespace Analytics.Benchmarks.Pipeline;

/// <summary>The event as records, the way it is usually written down.</summary>
internal sealed record OrderEvent(string Id, string Type, OrderData Data);

internal sealed record OrderData(OrderSnapshot? Before, OrderSnapshot After);

internal sealed record OrderSnapshot(
    string OrderId, int Version, string Status, string CustomerId, string Currency, List<OrderStateLine> Lines,
    DateTimeOffset PlacedAt, DateTimeOffset UpdatedAt, int Lane, string ChangeId);

internal sealed record OrderStateLine(string Sku, int Quantity, decimal UnitPrice);

/// <summary>A side of a change that counts.</summary>
internal sealed record Counted(long Minute, string Currency, int Sign, List<OrderStateLine> Lines);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, Converters = [typeof(MemoryStreamConverter), typeof(DateTimeConverter)])]
[JsonSerializable(typeof(KinesisEvent))]
internal sealed partial class KinesisJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OrderEvent))]
internal sealed partial class OrderJson : JsonSerializerContext;

/// <summary>Decoding with the packages' event types and System.Text.Json.</summary>
internal static class OrderEvents
{
    public static IEnumerable<OrderEvent> Decode(ReadOnlyMemory<byte> payload) =>
        JsonSerializer.Deserialize(payload.Span, KinesisJson.Default.KinesisEvent)!.Records
            .Select(record => JsonSerializer.Deserialize(record.Kinesis.Data, OrderJson.Default.OrderEvent)!);

    public static IEnumerable<Counted> Sides(OrderEvent change)
    {
        var minute = change.Data.After.PlacedAt.ToUnixTimeSeconds() / 60;
        if (change.Data.Before is { Status: "PLACED" } before)
        {
            yield return new Counted(minute, before.Currency, -1, before.Lines);
        }

        if (change.Data.After is { Status: "PLACED" } after)
        {
            yield return new Counted(minute, after.Currency, 1, after.Lines);
        }
    }

    /// <summary>What dictionaries of sums come to.</summary>
    public static ContenderSums Sums(
        Dictionary<(long Minute, string Currency), (int Orders, int Units, decimal Revenue)> totals,
        Dictionary<(long Minute, string Currency, string Sku), (int Units, decimal Revenue)> items)
    {
        var sums = new ContenderSums();
        foreach (var ((minute, currency), (orders, units, revenue)) in totals)
        {
            sums.AddTotals(minute, currency, orders, units, Minor(revenue));
        }

        foreach (var ((minute, currency, sku), (units, revenue)) in items)
        {
            sums.AddItem(minute, sku, currency, units, Minor(revenue));
        }

        return sums;
    }

    private static Int128 Minor(decimal major) => (Int128)(major * 100);
}
