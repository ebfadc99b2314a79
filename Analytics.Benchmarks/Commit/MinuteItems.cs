using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Benchmarks.Workloads;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Benchmarks.Commit;

/// <summary>
/// Aggregates as they are usually kept: an item for the totals of a minute and one for each SKU in it, to which changes are added.
/// </summary>
internal static class MinuteItems
{
    /// <summary>What a change adds to which items.</summary>
    public static IEnumerable<Update> Of(string table, OrderChange change)
    {
        var tally = new Tally();
        tally.Add(change);
        var minute = Minute.Of((change.After ?? change.Before)!.PlacedAt).ToString();
        yield return Add(table, minute, "total", tally.Totals.Orders, tally.Totals.Units, tally.Totals.Revenue);
        foreach (var (sku, item) in tally.Items)
        {
            yield return Add(table, minute, $"sku#{sku}", item.Orders, item.Units, item.Revenue);
        }
    }

    /// <summary>What the totals of all minutes come to. Cancelled orders are not kept apart.</summary>
    public static async Task<Totals> TotalsAsync(IAmazonDynamoDB dynamoDb, string table)
    {
        var totals = new Totals();
        var request = new ScanRequest { TableName = table };
        do
        {
            var page = await dynamoDb.ScanAsync(request);
            foreach (var item in page.Items.Where(item => item["sk"].S == "total"))
            {
                foreach (var (name, value) in item.Where(attribute => attribute.Key.StartsWith("revenue", StringComparison.Ordinal)))
                {
                    // The orders of the benchmark have one currency.
                    totals.Revenue.Add(Currency.Parse(name[7..]), Number(value));
                    totals.Counts.Add(Currency.Parse(name[7..]), Number(item["orders"]), 0, Number(item["units"]));
                }
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return totals;
    }

    private static Update Add(string table, string minute, string sort, long orders, long units, MoneySums revenue)
    {
        var update = new Update
        {
            TableName = table,
            Key = new() { ["pk"] = new AttributeValue(minute), ["sk"] = new AttributeValue(sort) },
            UpdateExpression = "ADD orders :orders, units :units",
            ExpressionAttributeValues = new() { [":orders"] = Number(orders), [":units"] = Number(units) },
        };
        foreach (var (currency, minor) in revenue.Sums)
        {
            update.UpdateExpression += $", revenue{currency.Code} :{currency.Code}";
            update.ExpressionAttributeValues.Add(
                $":{currency.Code}", new AttributeValue { N = minor.ToString(CultureInfo.InvariantCulture) });
        }

        return update;
    }

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    private static long Number(AttributeValue value) => long.Parse(value.N, CultureInfo.InvariantCulture);
}
