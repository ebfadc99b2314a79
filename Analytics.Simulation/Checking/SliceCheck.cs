using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Stack;
using Analytics.Storage;

namespace Analytics.Simulation.Checking;

/// <summary>Compares the slices in the stored documents of a world at rest with its orders, in each currency.</summary>
internal sealed class SliceCheck(SimulatedSystem system)
{
    /// <summary>Compares the totals of all orders, and of every slice, over all minutes.</summary>
    /// <exception cref="CheckFailedException">They are not equal.</exception>
    public void Check(ReferenceModel truth)
    {
        var expected = truth.Slices(long.MinValue, long.MaxValue);
        var stored = Stored();
        var actual = stored.Slices.Append(KeyValuePair.Create(Core.Orders.Slice.None, stored.Totals))
            .SelectMany(slice => slice.Value.Currencies.Select(currency => (slice.Key, Totals: slice.Value.In(currency), currency.Code)))
            .ToDictionary(
                slice => $"{string.Join(' ', slice.Key.Values.Select(value => $"{value.Key}:{value.Value}"))} in {slice.Code}",
                slice => SumsOf(slice.Totals));
        foreach (var slice in expected.Keys.Union(actual.Keys))
        {
            var (said, found) = (expected.GetValueOrDefault(slice, new Sums()), actual.GetValueOrDefault(slice, new Sums()));
            if (said.ToString() != found.ToString())
            {
                throw new CheckFailedException($"slice {slice}: the orders say {said}; the documents say {found}");
            }
        }
    }

    private Tally Stored()
    {
        var sum = new Tally();
        var segments = Items("minute-segments#").Select(MinuteSegmentItem.Read).ToLookup(segment => segment.Key);
        foreach (var head in Items("minute#").Select(MinuteItem.Read))
        {
            sum.Add(new MinuteDocument(head.Key, head, head.Segments.Pick(segments[head.Key])
                ?? throw new CheckFailedException($"a segment of {head.Key} is missing")).Sum());
        }

        return sum;
    }

    private IEnumerable<Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>> Items(string partition) =>
        system.Aggregates.All.Where(item => item["pk"].S.StartsWith(partition, StringComparison.Ordinal));

    private static Sums SumsOf(Totals totals)
    {
        var sums = new Sums { Orders = totals.Orders, Cancelled = totals.Cancelled, Units = totals.Units };
        foreach (var (currency, minor) in totals.Revenue.Sums)
        {
            sums.Pay(currency.Code, AmountMarks.Major(currency.Code, (decimal)minor));
        }

        foreach (var amount in Core.Orders.OrderAmounts.All)
        {
            foreach (var (currency, minor) in totals.Sums(amount))
            {
                sums.Add(Core.Orders.OrderAmounts.NameOf(amount), currency.Code, AmountMarks.Major(currency.Code, (decimal)minor));
            }
        }

        return sums;
    }
}
