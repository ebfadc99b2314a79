using System.Globalization;
using Analytics.Core.Orders;

namespace Analytics.Tests.Functions.Aggregates.Questions;

/// <summary>Answers questions by a scan of the orders: each number of the answer as text, by its path.</summary>
internal sealed class Oracle(
    IReadOnlyList<Order> orders, string route, IReadOnlyDictionary<string, string> query, OracleClock clock, long now)
{
    private readonly OracleSpan _span = new(query, clock, now);
    private readonly string[] _currencies = query.TryGetValue("currency", out var codes) ? codes.Split(',') : [];
    private readonly string[] _include = query.TryGetValue("include", out var words) ? words.Split(',') : [];
    private readonly string[] _skus = query.TryGetValue("sku", out var skus) ? skus.Split(',') : [];
    private readonly Dictionary<string, string> _facts = [];

    /// <summary>The parameter for which the question is refused; null if it is answered.</summary>
    public string? Refused => _span.IsCompared && _span.Then.From < now - 401 * 1440 ? "compare"
        : By == "revenue" && (route is "items" or "summary") && RankedIn is null && CurrenciesIn().Count > 1
            && (_skus.Length != 1 || _include.Contains("share")) ? "currency"
        : null;

    public SortedDictionary<string, string> Answer()
    {
        Fact("window", _span.Window);
        Range("", _span.From, _span.To);
        if (query.GetValueOrDefault("tz", "UTC") is not "UTC" and var zone)
        {
            Fact("timeZone", zone);
        }

        if (_include.Contains("percentiles"))
        {
            Fact("percentileAccuracy", "0.01");
        }

        if (_include.Contains("customers"))
        {
            Fact("customersError", "0");
        }

        switch (route)
        {
            case "totals":
                Span("", (from, to, gross) => Totals(from, to, gross));
                break;
            case "series":
                Head("");
                Series("");
                break;
            case "items" when _skus.Length == 1:
                Fact("sku", _skus[0]);
                Span("", (from, to, _) => OracleSums.OfItem(Within(from, to), _skus[0], _currencies));
                Share("", _skus[0]);
                break;
            case "items":
                Head("");
                Ranking("");
                break;
            default:
                Span("totals/", (from, to, gross) => Totals(from, to, gross));
                Series("series/");
                Ranking("ranking/");
                break;
        }

        return new SortedDictionary<string, string>(_facts, StringComparer.Ordinal);
    }

    private string By => query.GetValueOrDefault("by", "units").Replace("Change", "", StringComparison.Ordinal);

    private string? RankedIn => _currencies.Length == 1 ? _currencies[0] : CurrenciesIn() is { Count: 1 } only ? only[0] : null;

    private List<string> CurrenciesIn() =>
    [
        .. new[] { (_span.From, _span.To), _skus.Length == 1 ? default : _span.Then }
            .SelectMany(range => OracleSums.OfOrders(Within(range.Item1, range.Item2), [], false, []).All.Keys)
            .Where(path => path.StartsWith("revenue/", StringComparison.Ordinal)).Select(path => path[8..]).Distinct(),
    ];

    private void Head(string path)
    {
        if (_span.IsCompared)
        {
            Fact($"{path}comparison/with", query["compare"]);
            Range($"{path}comparison/", _span.Then.From, _span.Then.To);
        }
    }

    private void Span(string path, Func<long, long, bool, OracleSums> of)
    {
        var then = _span.IsCompared ? of(_span.Then.From, _span.Then.To, false) : null;
        var gross = Gross((_span.From, _span.To), _span.Then);
        Sums(path, of(_span.From, _span.To, gross));
        if (then is null)
        {
            return;
        }

        Fact($"{path}comparison/with", query["compare"]);
        Range($"{path}comparison/", _span.Then.From, _span.Then.To);
        Then($"{path}comparison/", of(_span.From, _span.To, gross), of(_span.Then.From, _span.Then.To, gross));
        if (_span.Whole is { } whole)
        {
            gross = Gross((_span.From, _span.To), whole);
            Range($"{path}comparison/whole/", whole.From, whole.To);
            Then($"{path}comparison/whole/", of(_span.From, _span.To, gross), of(whole.From, whole.To, gross));
        }
    }

    private void Series(string path)
    {
        var step = query.GetValueOrDefault("step", route == "summary" ? "1h" : "1m");
        Fact($"{path}step", step);
        if (query.GetValueOrDefault("tz", "UTC") == "UTC" && step != "1mo")
        {
            Fact($"{path}stepMinutes", step == "1w" ? "10080" : $"{OracleClock.Length(step)}");
        }

        var index = 0;
        var (before, beforeThen) = (new List<(long, long)>(), new List<(long, long)>());
        foreach (var point in _span.Points(step))
        {
            var at = $"{path}points/{index++}/";
            Fact($"{at}at", clock.Format(point.At));
            if (point.At < _span.From || point.End > _span.To || point.End > now)
            {
                Fact($"{at}partial", "true");
            }

            before.Add((point.From, point.To));
            beforeThen.Add(point.Then);
            if (_skus.Length == 0)
            {
                Point(at, [(point.From, point.To)], [point.Then], null, point.Then);
                Cumulative($"{at}cumulative/", before, beforeThen, null);
            }

            for (var item = 0; item < _skus.Length; item++)
            {
                Fact($"{at}items/{item}/sku", _skus[item]);
                Point($"{at}items/{item}/", [(point.From, point.To)], [point.Then], _skus[item], point.Then);
                Cumulative($"{at}items/{item}/cumulative/", before, beforeThen, _skus[item]);
            }
        }
    }

    private void Cumulative(string path, List<(long, long)> ranges, List<(long, long)> then, string? sku)
    {
        if (_include.Contains("cumulative"))
        {
            Point(path, ranges, then, sku, null);
        }
    }

    private void Point(string path, List<(long, long)> ranges, List<(long, long)> then, string? sku, (long From, long To)? stated)
    {
        var (now, earlier) = (Within(ranges), Within(then));
        var gross = OracleSums.HaveAmounts(now, _currencies) || (_span.IsCompared && OracleSums.HaveAmounts(earlier, _currencies));
        OracleSums Of(List<Order> some) => sku is null
            ? OracleSums.OfOrders(some, _currencies, gross, _include)
            : OracleSums.OfItem(some, sku, _currencies);
        Sums(path, Of(now));
        if (_span.IsCompared)
        {
            if (stated is { } range)
            {
                Range($"{path}comparison/", range.From, range.To);
            }

            Then($"{path}comparison/", Of(now), Of(earlier));
        }
    }

    private void Ranking(string path)
    {
        var by = query.GetValueOrDefault("by", "units");
        var isDescending = query.GetValueOrDefault("order", by == "sku" ? "asc" : "desc") == "desc";
        var (now, then) = (Within(_span.From, _span.To), _span.IsCompared ? Within(_span.Then.From, _span.Then.To) : []);
        var skus = Skus(now).Union(Skus(then));
        var ranked = skus.OrderBy(sku => sku, StringComparer.Ordinal).ToList();
        if (by == "sku" && isDescending)
        {
            ranked.Reverse();
        }
        else if (by != "sku")
        {
            ranked = [.. isDescending ? ranked.OrderByDescending(Value) : ranked.OrderBy(Value)];
        }

        var shown = _skus.Length == 0
            ? ranked.Take(int.Parse(query.GetValueOrDefault("top", "10"), CultureInfo.InvariantCulture)).ToList()
            : [.. ranked.Where(_skus.Contains), .. _skus.Except(ranked).Order(StringComparer.Ordinal)];
        Fact($"{path}by", by);
        Fact($"{path}order", isDescending ? "desc" : "asc");
        for (var index = 0; index < shown.Count; index++)
        {
            Fact($"{path}items/{index}/sku", shown[index]);
            Compared(
                $"{path}items/{index}/", OracleSums.OfItem(now, shown[index], _currencies),
                OracleSums.OfItem(then, shown[index], _currencies));
            Share($"{path}items/{index}/", shown[index]);
        }

        Compared($"{path}total/", Total(now), Total(then));
        Compared($"{path}others/", Others(now, shown), Others(then, shown));

        decimal Value(string sku) => Measure(now, sku) - (by.EndsWith("Change", StringComparison.Ordinal) ? Measure(then, sku) : 0);
    }

    private decimal Measure(List<Order> some, string sku) =>
        OracleSums.OfItem(some, sku, [])[By == "revenue" ? $"revenue/{RankedIn}" : By];

    private void Share(string path, string sku)
    {
        if (_include.Contains("share"))
        {
            var all = Within(_span.From, _span.To);
            var total = OracleSums.OfOrders(all, [], false, [])[By == "revenue" ? $"revenue/{RankedIn}" : By];
            Fact($"{path}share", OracleSums.Text(
                total == 0 ? null : Math.Round(Measure(all, sku) / total, 4, MidpointRounding.AwayFromZero)));
        }
    }

    private OracleSums Total(List<Order> some)
    {
        var total = OracleSums.OfOrders(some, _currencies, false, []);
        var sums = new OracleSums();
        foreach (var (path, value) in total.All.Where(sum => sum.Key.Split('/')[0] is "orders" or "units" or "revenue"))
        {
            sums.All[path] = value;
        }

        sums.All["items"] = Skus(some).Count();
        return sums;
    }

    private OracleSums Others(List<Order> some, List<string> shown)
    {
        var others = Total(some);
        others.All.Remove("orders");
        foreach (var sku in shown)
        {
            var item = OracleSums.OfItem(some, sku, _currencies);
            foreach (var name in new[] { "orders", "cancelled", "refunded" })
            {
                item.All.Remove(name);
            }

            item.All["items"] = Skus(some).Contains(sku) ? 1 : 0;
            others.Remove(item);
        }

        return others;
    }

    private void Compared(string path, OracleSums now, OracleSums then)
    {
        Sums(path, now);
        if (_span.IsCompared)
        {
            Then($"{path}comparison/", now, then);
        }
    }

    private void Then(string path, OracleSums now, OracleSums then)
    {
        Sums(path, then);
        Sums($"{path}difference/", now.Difference(then));
        Sums($"{path}ratio/", now.Ratio(then));
    }

    private OracleSums Totals(long from, long to, bool withGross) =>
        OracleSums.OfOrders(Within(from, to), _currencies, withGross, _include);

    private bool Gross((long From, long To) one, (long From, long To) other) =>
        OracleSums.HaveAmounts(Within(one.From, one.To), _currencies)
        || (_span.IsCompared && OracleSums.HaveAmounts(Within(other.From, other.To), _currencies));

    // The items that were sold or cancelled; not those of which all units of a cancelled order came back.
    private static IEnumerable<string> Skus(IEnumerable<Order> some) => some
        .SelectMany(order => order.Lines.Where(line => order.Status == OrderStatus.Placed || line.Quantity > line.Returned))
        .Select(line => line.Sku).Distinct();

    private List<Order> Within(long from, long to) => Within([(from, to)]);

    private List<Order> Within(List<(long From, long To)> ranges) => [.. ranges.SelectMany(range => orders.Where(order =>
        order.PlacedAt.ToUnixTimeSeconds() / 60 is var minute && minute >= range.From && minute < range.To))];

    private void Range(string path, long from, long to)
    {
        Fact($"{path}from", clock.Format(from));
        Fact($"{path}to", clock.Format(to));
    }

    private void Sums(string path, OracleSums sums)
    {
        foreach (var (name, value) in sums.All)
        {
            Fact($"{path}{name}", OracleSums.Text(value));
        }
    }

    private void Fact(string path, string value) => _facts[path] = value;
}
