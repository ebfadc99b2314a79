using System.Globalization;
using Analytics.Core.Windows;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.Checking;

/// <summary>A query to the aggregates API.</summary>
/// <param name="Endpoint"><c>totals</c>, <c>items</c> or <c>series</c>.</param>
/// <param name="Query">The query string.</param>
/// <param name="Sku">The item to query; null for all.</param>
internal sealed record Question(string Endpoint, Dictionary<string, string> Query, string? Sku = null)
{
    private const int MaxPoints = 200;

    private static readonly string[] Windows = ["1m", "2m", "5m", "15m", "37m", "1h", "3h", "12h", "1d", "2d", "7d", "31d", "400d"];
    private static readonly string[] Skus = ["tea", "coffee", "mug", "抹茶", "no such thing"];
    private static readonly string[] Dimensions = ["channel", "country"];
    private static readonly string[] Measures = ["units", "orders", "revenue", "cancelled", "refunded"];
    private static readonly string[] Currencies = ["USD", "EUR", Terms.MarkedTerms.Currencies[0].Code,
        Terms.MarkedTerms.Currencies[2].Code];
    private static readonly (string Step, long Minutes)[] Steps =
        [("1m", 1), ("5m", 5), ("15m", 15), ("1h", 60), ("1d", 1440), ("1w", 7 * 1440), ("1mo", 28 * 1440)];

    /// <summary>Draws a random query about a period that has orders.</summary>
    public static Question Draw(Random random, long from, long to)
    {
        var (query, minutes) = random.Next(3) == 0 ? Range(random, from, to) : Window(random);
        if (random.Next(3) == 0)
        {
            query["tz"] = random.Of<string>([.. LocalCalendar.Zones.Keys]);
        }

        switch (random.Next(5))
        {
            case 0:
                return new Question("items", query, random.Of(Skus));
            case 1:
                query["top"] = "1000";
                query["by"] = random.Of(Measures);
                if (query["by"] == "revenue")
                {
                    query["currency"] = random.Of(Currencies);
                }

                return new Question("items", query);
            case 2:
                // One point per minute of a long range would test nothing more and take longer.
                var fitting = Array.FindIndex(Steps, step => minutes / step.Minutes < MaxPoints);
                query["step"] = Steps[random.Next(fitting < 0 ? Steps.Length - 1 : fitting, Steps.Length)].Step;
                return new Question("series", query);
            default:
                return new Question("totals", query);
        }
    }

    /// <summary>Draws a question about some slices: a filter, and for totals perhaps groups.</summary>
    public Question Sliced(Random random)
    {
        var query = new Dictionary<string, string>(Query);
        if (random.Next(3) > 0)
        {
            query["channel"] = random.Of<string>(["web", "App", "none", "web,none", "store,app", "other", "partner-7,other"]);
        }

        if (random.Next(3) == 0)
        {
            query["country"] = random.Of<string>(["de", "none", "at,CH"]);
        }

        if (Endpoint == "totals" && random.Next(2) == 0)
        {
            query["groupBy"] = random.Of<string>(["channel", "country", "country,channel", "currency", "channel,currency"]);
        }

        return this with { Query = query };
    }

    /// <summary>Whether the answer is about an order, whenever it was placed.</summary>
    public bool Selects(TrueOrder order) => Dimensions.All(name =>
        !Query.TryGetValue(name, out var values) || values.ToLowerInvariant().Split(',').Contains(order.ValueOf(name)));

    /// <summary>Totals and items from the first minute to the last.</summary>
    public static IEnumerable<Question> All(long from, long to)
    {
        yield return new Question("totals", Between(from, to));
        var items = Between(from, to);
        items["top"] = "1000";
        yield return new Question("items", items);
        var groups = Between(from, to);
        groups["groupBy"] = "channel";
        yield return new Question("totals", groups);
        var currencies = Between(from, to);
        currencies["groupBy"] = "currency";
        yield return new Question("totals", currencies);
        var percentiles = Between(from, to);
        percentiles["include"] = "percentiles";
        yield return new Question("totals", percentiles);
        yield return new Question("totals", Between(from, to)).WithCustomers();
    }

    /// <summary>The same question about totals, and how many customers they are of.</summary>
    public Question WithCustomers() => this with { Query = new Dictionary<string, string>(Query) { ["include"] = "customers" } };

    /// <inheritdoc/>
    public override string ToString() =>
        $"GET /aggregates/{Endpoint}{(Sku is null ? "" : $"/{Sku}")}?{string.Join('&', Query.Select(pair => $"{pair.Key}={pair.Value}"))}";

    /// <summary>The calendar that the query asks for.</summary>
    public LocalCalendar Calendar => LocalCalendar.Zones[Query.GetValueOrDefault("tz") ?? "UTC"];

    private static (Dictionary<string, string> Query, long Minutes) Window(Random random)
    {
        if (random.Next(4) == 0)
        {
            var word = random.Of<string>([.. LocalCalendar.Words.Keys]);
            return (new() { ["window"] = word }, LocalCalendar.Words[word]);
        }

        var window = random.Next(8) == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{RollingWindow.MaxMinutes / 1440}d")
            : random.Of(Windows);
        return (
            new() { ["window"] = window }, Duration.TryParseMinutes(window, out var minutes) ? minutes : throw new FormatException(window));
    }

    private static (Dictionary<string, string> Query, long Minutes) Range(Random random, long from, long to)
    {
        var begin = from + random.NextInt64(to - from);
        var end = begin + 1 + random.NextInt64(to - begin);
        return (Between(begin, end), end - begin);
    }

    private static Dictionary<string, string> Between(long from, long to) =>
        new() { ["from"] = Minutes.Format(from), ["to"] = Minutes.Format(to) };
}
