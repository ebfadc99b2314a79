using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Storage;

/// <summary>The totals of a minute document or rollup as attributes of its item.</summary>
internal static class TotalsAttributes
{
    // Far beyond any real sum of orders, and low enough that adding sums never overflows their types.
    private const long MaxCount = 1_000_000_000_000_000_000;
    private static readonly Int128 MaxRevenue = (Int128)MaxCount * MaxCount;

    /// <summary>Writes totals as attributes of an item.</summary>
    public static void Write(Dictionary<string, AttributeValue> item, Totals totals)
    {
        item[MinuteItem.Orders] = MinuteItem.Number(totals.Orders);
        item[MinuteItem.Cancelled] = MinuteItem.Number(totals.Cancelled);
        item[MinuteItem.Units] = MinuteItem.Number(totals.Units);
        var further = totals.FurtherCounts.ToDictionary(
            count => count.Currency.Code,
            count => new AttributeValue
            {
                L = [MinuteItem.Number(count.Orders), MinuteItem.Number(count.Cancelled), MinuteItem.Number(count.Units)],
            });
        if (further.Count > 0)
        {
            item[MinuteItem.Counts] = new() { M = further };
        }

        item[MinuteItem.Revenue] = Money(totals.Revenue.Sums);
        foreach (var amount in OrderAmounts.All)
        {
            if (totals.Sums(amount).Any())
            {
                item[OrderAmounts.NameOf(amount)] = Money(totals.Sums(amount));
            }
        }
    }

    private static AttributeValue Money(IEnumerable<KeyValuePair<Currency, Int128>> sums) => new()
    {
        M = sums.ToDictionary(
            sum => sum.Key.Code, sum => new AttributeValue { N = sum.Value.ToString(CultureInfo.InvariantCulture) }),
        IsMSet = true,
    };

    /// <summary>Parses the totals of an item, as a tally without items.</summary>
    /// <exception cref="FormatException">A total is missing, malformed or out of range.</exception>
    public static Tally Read(Dictionary<string, AttributeValue> item)
    {
        var tally = new Tally();
        foreach (var (currency, minor) in ReadMoney(item, MinuteItem.Revenue))
        {
            tally.Totals.Revenue.Add(currency, minor);
        }

        ReadCounts(item, tally.Totals);

        foreach (var amount in OrderAmounts.All)
        {
            foreach (var (currency, minor) in ReadMoney(item, OrderAmounts.NameOf(amount)))
            {
                tally.Totals.Add(amount, currency, minor);
            }
        }

        return tally;
    }

    // What is in no currency of the counts is in the first of revenue.
    private static void ReadCounts(Dictionary<string, AttributeValue> item, Totals totals)
    {
        foreach (var (code, count) in item.GetValueOrDefault(MinuteItem.Counts)?.M ?? [])
        {
            if (!Currency.TryParse(code, out var currency) || count.L is not [var orders, var cancelled, var units])
            {
                throw MinuteItem.Damaged(item, $"its {MinuteItem.Counts} in {code} cannot be read");
            }

            totals.Counts.Add(currency, Count(item, orders), Count(item, cancelled), Count(item, units));
        }

        var of = totals.Counts.Sum;
        if (totals.Revenue.Count > 0)
        {
            totals.Counts.Add(
                totals.Revenue.Sums.First().Key, Count(item, MinuteItem.Orders) - of.Orders,
                Count(item, MinuteItem.Cancelled) - of.Cancelled, Count(item, MinuteItem.Units) - of.Units);
        }
        else if (of != (Count(item, MinuteItem.Orders), Count(item, MinuteItem.Cancelled), Count(item, MinuteItem.Units)))
        {
            throw MinuteItem.Damaged(item, $"its {MinuteItem.Counts} do not add up to those of all orders");
        }
    }

    private static IEnumerable<(Currency Currency, Int128 Minor)> ReadMoney(Dictionary<string, AttributeValue> item, string name)
    {
        foreach (var (code, sum) in item.GetValueOrDefault(name)?.M ?? [])
        {
            yield return Currency.TryParse(code, out var currency)
                && Int128.TryParse(sum.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minor)
                && minor >= -MaxRevenue && minor <= MaxRevenue
                ? (currency, minor)
                : throw MinuteItem.Damaged(item, $"its {name} in {code} cannot be read");
        }
    }

    private static long Count(Dictionary<string, AttributeValue> item, AttributeValue value) =>
        long.TryParse(value.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            && count is >= -MaxCount and <= MaxCount ? count : throw MinuteItem.Damaged(item, $"its {MinuteItem.Counts} are out of range");

    private static long Count(Dictionary<string, AttributeValue> item, string name) =>
        MinuteItem.Long(item, name) is var count and >= -MaxCount and <= MaxCount ? count
            : throw MinuteItem.Damaged(item, $"its {name} are out of range");
}
