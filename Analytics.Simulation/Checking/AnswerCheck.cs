using System.Globalization;
using System.Text.Json;
using Analytics.Simulation.Reference;

namespace Analytics.Simulation.Checking;

/// <summary>Compares an answer of the aggregates endpoint with the reference model.</summary>
internal static class AnswerCheck
{
    private const int MaxExactCustomers = 1_000;

    /// <summary>Describes what is wrong with an answer; empty if it is right.</summary>
    public static IEnumerable<string> Differences(Question question, string answer, ReferenceModel orders)
    {
        var truth = orders.Where(question.Selects);
        using var document = JsonDocument.Parse(answer);
        var json = document.RootElement;
        var (from, to) = (MinuteOf(json, "from"), MinuteOf(json, "to"));
        if (RangeError(question, json, from, to) is { } wrong)
        {
            return [wrong];
        }

        return (question.Endpoint, question.Sku) switch
        {
            ("totals", _) => Compare("totals", truth.Totals(from, to), Sums.Read(json)).Concat(Groups(question, json, from, to, truth))
                .Concat(Percentiles(question, json, truth.Orders.Where(order => order.Minute >= from && order.Minute < to)))
                .Concat(Customers(question, json, truth.Orders.Where(order => order.Minute >= from && order.Minute < to))),
            ("series", _) => Series(question, json, from, to, truth),
            (_, { } sku) => Compare(sku, truth.Items(from, to).GetValueOrDefault(sku) ?? new Sums(), Sums.Read(json)),
            _ => Items(question, json, truth.Items(from, to)),
        };
    }

    private static string? RangeError(Question question, JsonElement json, long from, long to)
    {
        if (question.Query.TryGetValue("from", out var wanted))
        {
            return Minutes.Format(from) == wanted && Minutes.Format(to) == question.Query["to"] ? null
                : "the answer is about another range";
        }

        var asked = Minutes.Parse(json.GetProperty("asOf").GetString()![..16]);
        var window = question.Query["window"];
        if (LocalCalendar.Words.ContainsKey(window))
        {
            return (from, to) == question.Calendar.Window(window, asked) ? null : "the window is not what the calendar says";
        }

        var count = long.Parse(window[..^1], CultureInfo.InvariantCulture) * window[^1] switch { 'm' => 1, 'h' => 60, _ => 1440 };
        return to == asked + 1 && from == to - count ? null : "the window does not end with the current minute or has another length";
    }

    private static string[] Compare(string what, Sums expected, Sums actual) => expected.ToString() == actual.ToString()
        ? []
        : [$"{what}: the orders say {expected}; the answer says {actual}"];

    // Each is within 1% of the exact one: nearest rank.
    private static List<string> Percentiles(Question question, JsonElement json, IEnumerable<TrueOrder> orders)
    {
        var differences = new List<string>();
        if (question.Query.GetValueOrDefault("include") != "percentiles")
        {
            return differences;
        }

        foreach (var currency in orders.Where(order => !order.IsCancelled).GroupBy(order => order.Currency))
        {
            var values = currency.Select(order => order.Lines.Sum(line => line.Amount)).Order().ToList();
            foreach (var (name, percent) in new[] { ("p50", 50), ("p90", 90), ("p99", 99) })
            {
                var exact = values[(values.Count * percent + 99) / 100 - 1];
                var isThere = json.GetProperty(name).TryGetProperty(currency.Key, out var said);
                if (!isThere || Math.Abs(said.GetDecimal() - exact) * 100 > exact)
                {
                    differences.Add(
                        $"{name} in {currency.Key}: the orders say {exact}; the answer says {(isThere ? said.GetRawText() : "nothing")}");
                }
            }
        }

        return differences;
    }

    // Those who placed an order, whatever became of it: exactly, up to a thousand.
    private static string[] Customers(Question question, JsonElement json, IEnumerable<TrueOrder> orders)
    {
        if (question.Query.GetValueOrDefault("include") != "customers")
        {
            return [];
        }

        var expected = orders.Select(order => order.CustomerId).ToHashSet().Count;
        var (told, error) = (json.GetProperty("customers").GetInt64(), json.GetProperty("customersError").GetDecimal());
        var isRight = expected <= MaxExactCustomers ? (told, error) == (expected, 0)
            : error > 0 && Math.Abs(told - expected) <= 5 * error * expected;
        return isRight ? [] : [$"customers: the orders say {expected}; the answer says {told}, with an error of {error}"];
    }

    private static List<string> Groups(Question question, JsonElement json, long from, long to, ReferenceModel truth)
    {
        var differences = new List<string>();
        if (!question.Query.TryGetValue("groupBy", out var by))
        {
            return differences;
        }

        // With more groups, the rest is one, which is not compared.
        var names = by.Split(',');
        var left = truth.Orders.Where(order => order.Minute >= from && order.Minute < to)
            .Select(order => string.Join(',', names.Select(order.ValueOf))).ToHashSet();
        var (count, rows) = (left.Count, json.GetProperty("groups").EnumerateArray().ToList());
        foreach (var row in rows)
        {
            var values = names.Select(name => row.GetProperty(name).GetString()!).ToArray();
            left.Remove(string.Join(',', values));
            if (count <= rows.Count || !values.All(value => value == "other"))
            {
                differences.AddRange(Compare(
                    string.Join(',', values),
                    truth.Where(order => names.Zip(values).All(pair => order.ValueOf(pair.First) == pair.Second)).Totals(from, to),
                    Sums.Read(row)));
            }
        }

        if (left.Count > 0 && rows.Count < 100)
        {
            differences.Add($"the groups {string.Join("; ", left)} are missing");
        }

        return differences;
    }

    private static List<string> Series(Question question, JsonElement json, long from, long to, ReferenceModel truth)
    {
        var (step, calendar) = (question.Query["step"], question.Calendar);
        var asOf = json.GetProperty("asOf").GetDateTimeOffset();
        var (at, last) = (calendar.Floor(step, from), 0L);
        var differences = new List<string>();
        foreach (var point in json.GetProperty("points").EnumerateArray())
        {
            var end = calendar.End(step, at);
            var expected = truth.Totals(Math.Max(at, from), Math.Min(end, to));
            differences.AddRange(MinuteOf(point, "at") == at
                ? Compare(Minutes.Format(at), expected, Sums.Read(point))
                : [$"the point of {Minutes.Format(at)} says {point.GetProperty("at")}"]);
            var isPartial = at < from || end > to || DateTimeOffset.UnixEpoch.AddMinutes(end) > asOf;
            if (isPartial != point.TryGetProperty("partial", out _))
            {
                differences.Add($"the point of {Minutes.Format(at)} {(isPartial ? "is not marked" : "is marked")} as partial");
            }

            (last, at) = (at, end);
        }

        if (at < to || last >= to)
        {
            differences.Add($"the series ends at {Minutes.Format(at)} and not at {Minutes.Format(to)}");
        }

        return differences;
    }

    private static List<string> Items(Question question, JsonElement json, SortedDictionary<string, Sums> expected)
    {
        var by = question.Query.GetValueOrDefault("by") ?? "units";
        var currency = question.Query.GetValueOrDefault("currency");
        var ranked = expected
            .OrderByDescending(item => by switch
            {
                "orders" => item.Value.Orders,
                "cancelled" => item.Value.Cancelled,
                "refunded" => item.Value.Refunded,
                "revenue" => item.Value.RevenueIn(currency!),
                _ => (decimal)item.Value.Units,
            })
            .ThenBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => $"{item.Key}: {(currency is null ? item.Value : Only(item.Value, currency))}");
        var actual = json.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("sku").GetString()}: {Sums.Read(item)}");
        var (wanted, given) = (string.Join("; ", ranked), string.Join("; ", actual));
        return wanted == given ? [] : [$"items: the orders say [{wanted}]; the answer says [{given}]"];
    }

    private static Sums Only(Sums sums, string currency)
    {
        var only = new Sums { Orders = sums.Orders, Cancelled = sums.Cancelled, Units = sums.Units, Refunded = sums.Refunded };
        only.Pay(currency, sums.RevenueIn(currency));
        return only;
    }

    private static long MinuteOf(JsonElement json, string name) =>
        Minutes.Of(DateTimeOffset.Parse(json.GetProperty(name).GetString()!, CultureInfo.InvariantCulture));
}
