using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.Checking;

/// <summary>An order as the checker reads it from the table, by its own few lines.</summary>
internal sealed record TrueOrder(
    string Id, string CustomerId, long Version, long Minute, bool IsCancelled, string Currency, IReadOnlyList<TrueLine> Lines)
{
    public static TrueOrder Read(Dictionary<string, AttributeValue> item) => new(
        item["orderId"].S,
        item["customerId"].S,
        long.Parse(item["version"].N, CultureInfo.InvariantCulture),
        Minutes.Parse(item["placedAt"].S[..16]),
        item["status"].S == "CANCELLED",
        item["currency"].S,
        item["lines"].L.ConvertAll(line => new TrueLine(
            line.M["sku"].S,
            long.Parse(line.M["quantity"].N, CultureInfo.InvariantCulture),
            decimal.Parse(line.M["unitPrice"].N, CultureInfo.InvariantCulture))));
}

/// <summary>A line of it.</summary>
internal readonly record struct TrueLine(string Sku, long Quantity, decimal UnitPrice)
{
    public decimal Amount => Quantity * UnitPrice;
}

/// <summary>Minutes as numbers since 1970.</summary>
internal static class Minutes
{
    /// <summary>Reads <c>2026-11-23T10:05</c>.</summary>
    public static long Parse(string text) => (long)(DateTime.ParseExact(
        text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalMinutes;

    /// <summary>The same, unless it is none.</summary>
    public static bool TryParse(string text, out long minute)
    {
        var isTime = DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        minute = (long)(time - DateTime.UnixEpoch).TotalMinutes;
        return isTime;
    }

    public static string Format(long minute) =>
        DateTime.UnixEpoch.AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    public static long Of(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / 60;
}
