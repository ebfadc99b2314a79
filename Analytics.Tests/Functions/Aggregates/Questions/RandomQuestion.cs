using System.Globalization;

namespace Analytics.Tests.Functions.Aggregates.Questions;

/// <summary>A question drawn at random over all routes and parameters.</summary>
/// <param name="Route"><c>totals</c>, <c>series</c>, <c>items</c> or <c>summary</c>.</param>
/// <param name="Query">The parameters.</param>
/// <param name="Now">When it is asked.</param>
internal sealed record RandomQuestion(string Route, Dictionary<string, string> Query, DateTimeOffset Now)
{
    private static readonly string[] Words = ["today", "yesterday", "thisWeek", "lastWeek", "thisMonth", "lastMonth", "thisYear"];
    private static readonly string[] Compare = ["previous", "yesterday", "lastWeek", "lastYear"];
    private static readonly string[] Currencies = ["EUR", "JPY", "USD", "EUR,USD", "GBP"];

    // With each step, the longest range in minutes: some hundred points show what there is to see.
    private static readonly (string Name, long Longest)[] Steps =
        [("1m", 200), ("5m", 700), ("15m", 2000), ("1h", 7000), ("1d", 150 * 1440), ("1w", 400 * 1440), ("1mo", 400 * 1440)];

    public static RandomQuestion Draw(Random random, string zone)
    {
        var now = OracleShop.Moment(random, 200);
        var query = new Dictionary<string, string>();
        var route = Of(random, "totals", "series", "items", "summary", "items", "totals");
        if (zone != "UTC" || random.Next(2) == 0)
        {
            query["tz"] = zone;
        }

        var longest = Span(random, query, now);
        Choose(random, query, "compare", 2, Compare);
        Choose(random, query, "currency", 4, Currencies);
        var isItems = route == "items" || route == "summary";
        if (route is "series" or "items" && random.Next(3) == 0)
        {
            query["sku"] = string.Join(',', OracleShop.Skus.Append("no such thing").OrderBy(_ => random.Next()).Take(1 + random.Next(3)));
        }

        if (route is "series" or "summary")
        {
            query["step"] = Of(random, [.. Steps.Where(step => longest <= step.Longest).Select(step => step.Name)]);
        }

        var isOne = query.TryGetValue("sku", out var sku) && !sku.Contains(',', StringComparison.Ordinal);
        Include(random, query, route);
        if (isItems && (!isOne || query.ContainsKey("include")))
        {
            string[] change = query.ContainsKey("compare")
                ? ["unitsChange", "ordersChange", "revenueChange", "cancelledChange", "refundedChange"] : [];
            string[] measures = query.TryGetValue("include", out var extras) && extras.Contains("share", StringComparison.Ordinal)
                ? ["units", "orders", "revenue"] : ["units", "orders", "revenue", "cancelled", "refunded", "sku", .. change];
            Choose(random, query, "by", 2, measures);
            if (query.GetValueOrDefault("by", "").StartsWith("revenue", StringComparison.Ordinal)
                && query.TryGetValue("currency", out var codes) && codes.Contains(',', StringComparison.Ordinal))
            {
                query["currency"] = "EUR";
            }
        }

        if (isItems && !query.ContainsKey("sku"))
        {
            Choose(random, query, "top", 2, ["1", "3", "1000"]);
        }

        if (isItems && !isOne)
        {
            Choose(random, query, "order", 3, ["asc", "desc"]);
        }

        return new RandomQuestion(route, query, now);
    }

    /// <summary>Whether percentiles are asked for, which are not exact.</summary>
    public bool HasPercentiles => Query.GetValueOrDefault("include", "").Contains("percentiles", StringComparison.Ordinal);

    public override string ToString() =>
        $"{Now:yyyy-MM-dd'T'HH:mm:ss} GET /aggregates/{Route}?{string.Join('&', Query.Select(pair => $"{pair.Key}={pair.Value}"))}";

    // Draws the minutes; returns at most how many they are.
    private static long Span(Random random, Dictionary<string, string> query, DateTimeOffset now)
    {
        switch (random.Next(4))
        {
            case 0:
                query["window"] = Of(random, "5m", "90m", "3h", "26h", "2d", "7d", "31d", "120d");
                return query["window"][^1] switch { 'm' => 90, 'h' => 26 * 60, _ => 120 * 1440 };
            case 1:
                var from = OracleShop.Moment(random, 200);
                from = from.AddMinutes(-from.Minute % 5);
                var to = from.AddMinutes(1 + random.NextInt64(Of(random, 300L, 3000L, 60_000L)));
                query["from"] = Text(from);
                query["to"] = Text(to);
                return (long)(to - from).TotalMinutes;
            case 2:
                var day = DateOnly.FromDateTime(OracleShop.Moment(random, 200).UtcDateTime);
                var days = 1 + random.Next(Of(random, 3, 40));
                query["from"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                query["to"] = day.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                return (days + 1) * 1440;
            default:
                query["window"] = Of(random, Words);
                return query["window"] switch { "today" or "yesterday" => 1500, "thisYear" => 366 * 1440, _ => 32 * 1440 };
        }
    }

    private static void Include(Random random, Dictionary<string, string> query, string route)
    {
        string[] known = route switch
        {
            "totals" => ["averageOrderValue", "percentiles", "customers"],
            "series" => query.ContainsKey("sku") ? ["cumulative"] : ["averageOrderValue", "percentiles", "customers", "cumulative"],
            "items" => ["share"],
            _ => ["averageOrderValue", "percentiles", "customers", "cumulative", "share"],
        };
        var chosen = known.Where(_ => random.Next(2) == 0).ToList();
        if (chosen.Count > 0)
        {
            query["include"] = string.Join(',', chosen);
        }
    }

    private static void Choose(Random random, Dictionary<string, string> query, string name, int oneIn, string[] words)
    {
        if (random.Next(oneIn) == 0)
        {
            query[name] = Of(random, words);
        }
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private static T Of<T>(Random random, params T[] some) => some[random.Next(some.Length)];
}
