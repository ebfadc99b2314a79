using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Tests.EndToEnd;

/// <summary>Sums orders in the plainest way, to compare answers of the API with. Shares no code with the product.</summary>
internal sealed class PlainScan
{
    private static readonly Dictionary<string, int> Decimals = new() { ["USD"] = 2, ["EUR"] = 2, ["GBP"] = 2, ["JPY"] = 0 };

    private readonly SortedDictionary<string, Sums> _minutes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Sums> _items = new(StringComparer.Ordinal);

    /// <summary>Items that are no valid orders, and so count nowhere.</summary>
    public int Invalid { get; private set; }

    /// <summary>Orders that count, cancelled ones included.</summary>
    public long Orders => _minutes.Values.Sum(minute => minute.Orders + minute.Cancelled);

    /// <summary>Reads all of a table.</summary>
    public static async Task<PlainScan> OfAsync(IAmazonDynamoDB dynamoDb, string table)
    {
        var scan = new PlainScan();
        var request = new ScanRequest { TableName = table, ConsistentRead = true };
        do
        {
            var page = await dynamoDb.ScanAsync(request);
            page.Items.ForEach(scan.Add);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        return scan;
    }

    public void Add(Dictionary<string, AttributeValue> item)
    {
        if (Order.Read(item) is not { } order)
        {
            Invalid++;
            return;
        }

        var minute = Of(_minutes, order.Minute);
        minute.Add(order.Customer);
        if (order.IsCancelled)
        {
            minute.Cancelled++;
            foreach (var line in order.Lines)
            {
                Of(_items, line.Sku).Cancelled += line.Units;
            }

            return;
        }

        minute.Orders++;
        foreach (var line in order.Lines)
        {
            minute.Add(line.Units, order.Currency, line.Amount);
            Of(_items, line.Sku).Add(line.Units, order.Currency, line.Amount);
        }

        foreach (var sku in order.Lines.Select(line => line.Sku).Distinct())
        {
            Of(_items, sku).Orders++;
        }
    }

    /// <summary>Everything that an answer of a series and one of all items say, and the scan does not, or the other way round.</summary>
    public IReadOnlyList<string> Differences(JsonNode series, JsonNode items)
    {
        var points = series["points"]!.AsArray().Select(point => $"{point!["at"]}: {Sums.Read(point)}").Where(
            text => !text.EndsWith(": nothing", StringComparison.Ordinal));
        var ranking = items["items"]!.AsArray().Select(item => $"{item!["sku"]}: {Sums.Read(item)}").Where(
            text => !text.EndsWith(": nothing", StringComparison.Ordinal));
        var answered = points.Concat(ranking).ToHashSet();
        var scanned = _minutes.Concat(_items).Select(sums => $"{sums.Key}: {sums.Value}").Where(
            text => !text.EndsWith(": nothing", StringComparison.Ordinal)).ToHashSet();
        return [.. scanned.Except(answered).Select(text => $"scan {text}"), .. answered.Except(scanned).Select(text => $"answer {text}")];
    }

    private static Sums Of(SortedDictionary<string, Sums> all, string key) =>
        all.TryGetValue(key, out var sums) ? sums : all[key] = new Sums();

    private sealed class Sums
    {
        private readonly SortedDictionary<string, decimal> _revenue = new(StringComparer.Ordinal);

        public long Orders { get; set; }

        // Of a minute its cancelled orders, of an item its units in cancelled orders, as the API says it.
        public long Cancelled { get; set; }

        private long Units { get; set; }

        // Of a minute; an item has none.
        private long Customers { get; set; }

        private HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        public void Add(string customer) => Customers += Ids.Add(customer) ? 1 : 0;

        public void Add(long units, string currency, decimal amount)
        {
            Units += units;
            _revenue[currency] = _revenue.GetValueOrDefault(currency) + amount;
        }

        public static Sums Read(JsonNode json)
        {
            var sums = new Sums { Orders = (long)json["orders"]!, Cancelled = (long?)json["cancelled"] ?? 0, Units = (long)json["units"]! };
            sums.Customers = (long?)json["customers"] ?? 0;
            foreach (var (currency, amount) in json["revenue"]!.AsObject())
            {
                sums._revenue[currency] = (decimal)amount!;
            }

            return sums;
        }

        public override string ToString()
        {
            var revenue = string.Concat(_revenue.Where(sum => sum.Value != 0).Select(
                sum => string.Create(CultureInfo.InvariantCulture, $" {sum.Value:0.##} {sum.Key}")));
            return Orders == 0 && Cancelled == 0 && Units == 0 && Customers == 0 && revenue.Length == 0 ? "nothing"
                : $"{Orders}/{Cancelled}/{Units}{revenue}{(Customers == 0 ? "" : $" of {Customers}")}";
        }
    }

    private sealed record Line(string Sku, long Quantity, decimal Price, long Returned, decimal LessOff)
    {
        public long Units => Quantity - Returned;

        public decimal Amount => (Quantity * Price) - LessOff;

        public static Line Read(Dictionary<string, AttributeValue> line) => new(
            line["sku"].S, long.Parse(line["quantity"].N, CultureInfo.InvariantCulture), Number(line["unitPrice"]),
            (long)Number(line.GetValueOrDefault("returned")),
            Number(line.GetValueOrDefault("discount")) + Number(line.GetValueOrDefault("refunded")));

        private static decimal Number(AttributeValue? value) =>
            value is null ? 0 : decimal.Parse(value.N, CultureInfo.InvariantCulture);
    }

    private sealed record Order(
        string Minute, string Customer, bool IsCancelled, string Currency, IReadOnlyList<Line> Lines)
    {
        public static Order? Read(Dictionary<string, AttributeValue> item)
        {
            try
            {
                var (placedAt, updatedAt) = (Time(item["placedAt"].S), Time(item["updatedAt"].S));
                var (status, currency) = (item["status"].S, item["currency"].S);
                var lines = item["lines"].L.ConvertAll(line => Line.Read(line.M));
                var isValid = Guid.TryParse(item["orderId"].S, out var uuid) && uuid.ToString() == item["orderId"].S
                    && item["customerId"].S.Length > 0 && status is "PLACED" or "CANCELLED"
                    && placedAt - updatedAt <= TimeSpan.FromDays(1) && lines.Count > 0
                    && lines.TrueForAll(line => line.Quantity is >= 1 and <= 1_000_000 && line.Price >= 0
                        && decimal.Round(line.Price, Decimals[currency]) == line.Price);
                return isValid ? new Order(
                    placedAt.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture), item["customerId"].S, status == "CANCELLED",
                    currency, lines) : null;
            }
            catch (Exception missing) when (
                missing is KeyNotFoundException or NullReferenceException or ArgumentNullException or FormatException)
            {
                return null;
            }
        }

        private static DateTimeOffset Time(string text) =>
            DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }
}
