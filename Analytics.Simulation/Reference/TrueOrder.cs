using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.Reference;

/// <summary>An order as the checker reads it from the table, with parsing code of its own.</summary>
internal sealed record TrueOrder(
    string Id, string CustomerId, long? Version, int Lane, long Minute, bool IsCancelled, string Currency, IReadOnlyList<TrueLine> Lines,
    decimal Shipping, decimal Tax, string Slice)
{
    private const int MaxNameLength = 64;

    /// <summary>The value of a dimension, of which <c>currency</c> is one; <c>none</c> if the order lacks it.</summary>
    public string ValueOf(string dimension) => dimension == "currency" ? Currency
        : Slice.Split(' ').FirstOrDefault(value => value.StartsWith($"{dimension}:", StringComparison.Ordinal))?.Split(':')[1] ?? "none";

    private const int MaxLines = 100;
    private const decimal Million = 1_000_000;
    private const decimal Billion = 1_000_000_000;

    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    private static readonly Dictionary<string, int> Decimals =
        Core.Orders.Currency.All.ToDictionary(currency => currency.Code, currency => currency.Exponent);

    /// <summary>
    /// Reads an item of the orders table; null if it is not a valid order. Version, lane and change ids do not affect validity.
    /// </summary>
    public static TrueOrder? Read(Dictionary<string, AttributeValue> item)
    {
        var (id, customer, status, currency) = (
            Text(item, "orderId"), Text(item, "customerId"), Text(item, "status"), Text(item, "currency"));
        if (!Guid.TryParseExact(id, "D", out var uuid) || uuid.ToString() != id || !IsName(customer)
            || status is not ("PLACED" or "CANCELLED")
            || currency is null || !Decimals.TryGetValue(currency, out var decimals)
            || Time(item, "placedAt") is not { } placedAt || Time(item, "updatedAt") is not { } updatedAt || placedAt - updatedAt > MaxAhead
            || item.GetValueOrDefault("lines")?.L is not { Count: > 0 and <= MaxLines } written)
        {
            return null;
        }

        var lines = written.ConvertAll(line => Line(line.M, decimals));
        return lines.Contains(null) || Optional(item, "shipping", decimals, Billion) is not { } shipping
            || Optional(item, "tax", decimals, Billion) is not { } tax
            ? null
            : new TrueOrder(
                id!, customer!, long.TryParse(Number(item, "version"), CultureInfo.InvariantCulture, out var version) ? version : null,
                LaneOf(Number(item, "lane")), Minutes.Of(placedAt), status == "CANCELLED", currency,
                [.. lines.Select(line => line!.Value)], shipping, tax, SliceOf(item.GetValueOrDefault("dimensions")?.M ?? []));
    }

    private static TrueLine? Line(Dictionary<string, AttributeValue>? line, int decimals) =>
        line is not null && IsName(Text(line, "sku"))
        && Amount(Number(line, "quantity")) is { } quantity && quantity is >= 1 and <= Million && quantity == Math.Truncate(quantity)
        && Amount(Number(line, "unitPrice")) is { } price && price is >= 0 and <= Million && price == Math.Round(price, decimals)
        && Optional(line, "discount", decimals, quantity * price) is { } discount
        && Optional(line, "refunded", decimals, quantity * price - discount) is { } refunded
        && Optional(line, "returned", 0, quantity) is { } returned
            ? new TrueLine(Text(line, "sku")!, (long)quantity, price, discount, refunded, (long)returned)
            : null;

    // An absent amount is 0; an attribute that is no amount makes the order invalid.
    private static decimal? Optional(Dictionary<string, AttributeValue> item, string name, int decimals, decimal max) =>
        !item.ContainsKey(name) ? 0
        : Amount(Number(item, name)) is { } amount && amount >= 0 && amount <= max && amount == Math.Round(amount, decimals) ? amount
        : null;

    private static string? Text(Dictionary<string, AttributeValue> item, string name) => item.GetValueOrDefault(name)?.S;

    private static string? Number(Dictionary<string, AttributeValue> item, string name) => item.GetValueOrDefault(name)?.N;

    private static decimal? Amount(string? number) =>
        decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    private static DateTimeOffset? Time(Dictionary<string, AttributeValue> item, string name) => DateTimeOffset.TryParseExact(
        Text(item, name), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    // The first four dimensions, as "channel:web country:de". What is no dimension does not affect validity.
    private static string SliceOf(Dictionary<string, AttributeValue> dimensions) => string.Join(' ', dimensions
        .Where(pair => Regex.IsMatch(pair.Key, @"\A[a-z][A-Za-z0-9]{0,31}\z") && Regex.IsMatch(pair.Value.S ?? "", @"\A[a-z0-9_-]{1,32}\z"))
        .OrderBy(pair => pair.Key, StringComparer.Ordinal).Take(4).Select(pair => $"{pair.Key}:{pair.Value.S}"));

    // Whole numbers from 0 to 255 are lanes. With any other value the order is in lane 0.
    private static int LaneOf(string? number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var lane) && lane <= 255 ? lane : 0;

    private static bool IsName(string? text) =>
        text is { Length: > 0 } && text.EnumerateRunes().Count() <= MaxNameLength
        && text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}

/// <summary>A line of an order.</summary>
internal readonly record struct TrueLine(
    string Sku, long Quantity, decimal UnitPrice, decimal Discount, decimal Refunded, long Returned)
{
    /// <summary>The revenue of the line.</summary>
    public decimal Amount => Quantity * UnitPrice - Discount - Refunded;

    /// <summary>The units that count as sold.</summary>
    public long Units => Quantity - Returned;
}

/// <summary>Converts between text and minutes since 1970.</summary>
internal static class Minutes
{
    /// <summary>Parses a minute such as <c>2026-11-23T10:05</c>.</summary>
    public static long Parse(string text) => (long)(DateTime.ParseExact(
        text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalMinutes;

    /// <summary>Parses a minute; false if the text is not one.</summary>
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
