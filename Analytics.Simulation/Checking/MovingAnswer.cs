using System.Globalization;
using System.Text.Json;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Checking;

/// <summary>Resolves an answer given during writes into individual orders and checks that it is possible.</summary>
/// <remarks>
/// For each marked order of the range, a single state must explain everything that the answer says about it. The orders table must have
/// contained that state, and it must not be older than the state that was counted, or already shown, when the query started.
/// </remarks>
/// <param name="history">The orders and their states.</param>
/// <param name="floor">For each order, the index of the oldest acceptable state; -1 if the order may be missing.</param>
internal sealed class MovingAnswer(OrderHistory history, IReadOnlyList<int> floor)
{
    private const int UnitsOfTen = 10;

    /// <summary>Number of orders identified in the answer.</summary>
    public int OrdersTold { get; private set; }

    /// <summary>Checks an answer.</summary>
    /// <param name="question">The query.</param>
    /// <param name="body">The response body.</param>
    /// <param name="tenUnits">Whether every order of the shop has ten units.</param>
    /// <exception cref="CheckFailedException">The answer is impossible.</exception>
    public void Hold(Question question, string body, bool tenUnits)
    {
        using var document = JsonDocument.Parse(body);
        var json = document.RootElement;
        var (from, to) = (MinuteOf(json, "from"), MinuteOf(json, "to"));
        switch (question.Endpoint, question.Sku)
        {
            case ("totals", _):
                HoldTotals(from, to, Sums.Read(json), tenUnits);
                HoldCustomers(from, to, json, Sums.Read(json));
                break;
            case ("series", _):
                var step = question.Query["step"];
                foreach (var point in json.GetProperty("points").EnumerateArray())
                {
                    var at = MinuteOf(point, "at");
                    HoldTotals(Math.Max(at, from), Math.Min(question.Calendar.End(step, at), to), Sums.Read(point), tenUnits);
                }

                break;
            case (_, { } sku):
                HoldItem(from, to, sku, Sums.Read(json));
                break;
            default:
                HoldItems(from, to, question.Query.GetValueOrDefault("currency"), json, tenUnits);
                break;
        }
    }

    private void HoldTotals(long from, long to, Sums sums, bool tenUnits)
    {
        if (tenUnits && sums.Units != UnitsOfTen * sums.Orders)
        {
            throw new CheckFailedException($"every order has ten units, and the answer says {sums}");
        }

        HoldSums(from, to, null, sums, Explain(from, to, null, sums, _ => true));
    }

    // Every marked order has a customer of its own, whether it is cancelled or not.
    private void HoldCustomers(long from, long to, JsonElement json, Sums sums)
    {
        if (!json.TryGetProperty("customers", out var customers))
        {
            return;
        }

        var (told, orders) = (customers.GetInt64(), sums.Orders + sums.Cancelled);
        if (told > orders || (told < orders && !history.HasOthers(from, to)))
        {
            throw new CheckFailedException($"the answer says {told} customers of {orders} orders");
        }
    }

    private void HoldItem(long from, long to, string sku, Sums sums) =>
        HoldSums(from, to, sku, sums, Explain(from, to, sku, sums, _ => true));

    private void HoldItems(long from, long to, string? currency, JsonElement json, bool tenUnits)
    {
        var items = json.GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("sku").GetString()!, Sums.Read);
        var total = new Sums { Units = items.Values.Sum(item => item.Units) };
        foreach (var (code, amount) in items.Values.SelectMany(item => item.Revenue))
        {
            total.Pay(code, amount);
        }

        if (tenUnits && total.Units % UnitsOfTen != 0)
        {
            throw new CheckFailedException($"every order has ten units, and the answer has {total.Units}");
        }

        var shown = Explain(from, to, null, total, code => currency is null || code == currency);
        var expected = new Dictionary<string, Sums>(StringComparer.Ordinal);
        foreach (var (order, states) in shown)
        {
            // All lines of an order are counted together: an answer that contains the order's total contains all of its items.
            if (states.Count > 0 && !states[0].IsCancelled)
            {
                ReferenceModel.AddItems(expected, states[0]);
            }
        }

        var isExact = currency is null && !history.HasOthers(from, to);
        foreach (var sku in expected.Keys.Union(items.Keys))
        {
            var (wanted, given) = (expected.GetValueOrDefault(sku) ?? new Sums(), items.GetValueOrDefault(sku) ?? new Sums());
            var codes = wanted.Revenue.Concat(given.Revenue).Select(sum => sum.Key).Where(
                code => AmountMarks.IsMarked(code) && (currency is null || code == currency));
            if (codes.Any(code => wanted.RevenueIn(code) != given.RevenueIn(code))
                || (isExact && (wanted.Orders, wanted.Units) != (given.Orders, given.Units)))
            {
                throw new CheckFailedException($"the orders that the answer shows have {wanted} of {sku}; it says {given}");
            }
        }
    }

    /// <summary>
    /// For each marked order of a range, the states that explain its share of the sums; empty if the order may be missing and is.
    /// </summary>
    private List<(MarkedOrder Order, List<TrueOrder> States)> Explain(
        long from, long to, string? sku, Sums sums, Func<string, bool> isAsked)
    {
        var weights = new Dictionary<OrderMark, long>();
        foreach (var (currency, amount) in sums.Revenue.Where(sum => AmountMarks.IsMarked(sum.Key) && isAsked(sum.Key)))
        {
            foreach (var (mark, weight) in AmountMarks.Of(currency, amount))
            {
                weights.Add(mark, weight);
            }
        }

        var explained = new List<(MarkedOrder, List<TrueOrder>)>();
        foreach (var order in history.Orders)
        {
            if (order.States.Count == 0 || order.Minute < from || order.Minute >= to || !isAsked(order.Mark.Currency))
            {
                continue;
            }

            weights.Remove(order.Mark, out var weight);
            var states = new List<TrueOrder>();
            var oldest = -1;
            for (var state = Math.Max(0, floor[order.Index]); state < order.States.Count; state++)
            {
                if (order.Weight(order.States[state], sku) == weight)
                {
                    states.Add(order.States[state]);
                    oldest = oldest < 0 ? state : oldest;
                }
            }

            var mayLack = weight == 0 && floor[order.Index] < 0;
            if (states.Count == 0 && !mayLack)
            {
                var known = string.Join(", ", order.States.Select(state => order.Weight(state, sku)));
                throw new CheckFailedException(
                    $"order {order.Number} is answered with {weight}, its states have {known}, and state {floor[order.Index]} was "
                        + $"counted or seen before");
            }

            if (!mayLack)
            {
                order.Seen = Math.Max(order.Seen, oldest);
                OrdersTold++;
            }

            explained.Add((order, mayLack ? [] : states));
        }

        return weights.Count == 0
            ? explained
            : throw new CheckFailedException($"{weights.First()} is no order of the range");
    }

    /// <summary>Checks that the counts fit the states that explain the amounts.</summary>
    private void HoldSums(long from, long to, string? sku, Sums sums, List<(MarkedOrder Order, List<TrueOrder> States)> shown)
    {
        if (history.HasOthers(from, to))
        {
            return;
        }

        var (least, most) = (new Sums(), new Sums());
        foreach (var (order, states) in shown)
        {
            var counts = states.Select(state => CountsOf(state, sku)).ToList();
            if (counts.Count == 0)
            {
                // Missing, or present but already cancelled, which looks the same.
                counts.Add(default);
                counts.AddRange(order.States.Where(state => order.Weight(state, sku) == 0).Select(state => CountsOf(state, sku)));
            }

            least.Orders += counts.Min(count => count.Orders);
            most.Orders += counts.Max(count => count.Orders);
            least.Cancelled += counts.Min(count => count.Cancelled);
            most.Cancelled += counts.Max(count => count.Cancelled);
            least.Units += counts.Min(count => count.Units);
            most.Units += counts.Max(count => count.Units);
        }

        if (sums.Orders < least.Orders || sums.Orders > most.Orders || sums.Units < least.Units || sums.Units > most.Units
            || (sku is null && (sums.Cancelled < least.Cancelled || sums.Cancelled > most.Cancelled)))
        {
            throw new CheckFailedException($"the orders that the answer shows have {least} to {most}; it says {sums}");
        }
    }

    private static (long Orders, long Cancelled, long Units) CountsOf(TrueOrder state, string? sku)
    {
        var lines = state.Lines.Where(line => sku is null || line.Sku == sku).ToList();
        return state.IsCancelled ? (0, 1, 0) : (lines.Count > 0 ? 1 : 0, 0, lines.Sum(line => line.Units));
    }

    private static long MinuteOf(JsonElement json, string name) =>
        Minutes.Of(DateTimeOffset.Parse(json.GetProperty(name).GetString()!, CultureInfo.InvariantCulture));
}
