using System.Globalization;

namespace Analytics.Benchmarks.Cost;

/// <summary>Writes the tables of docs/cost.md.</summary>
internal static class CostReport
{
    /// <summary>The shops with the template's defaults.</summary>
    public static IReadOnlyList<PricedShop> AsDeployed { get; } =
    [
        new("one a minute", 1 / 60.0), new("1 a second", 1), new("10 a second", 10), new("100 a second", 100),
        new("1,000 a second", 1_000) { Shards = 2 },
    ];

    /// <summary>The same shops with the parameters that save most.</summary>
    public static IReadOnlyList<PricedShop> Saving { get; } =
    [
        new("one a minute", 1 / 60.0) { OrderStream = "none", IsArm = true, DriftMinutes = 15 },
        new("1 a second", 1) { OrderStream = "none", Window = 2, IsArm = true, DriftMinutes = 15 },
        new("10 a second", 10) { OrderStream = "none", Window = 2, IsArm = true, DriftMinutes = 15 },
        new("100 a second", 100) { OrderStream = "none", Window = 2, IsArm = true, Memory = 256, DriftMinutes = 30 },
        new("1,000 a second", 1_000) { OrderStream = "none", Window = 2, IsArm = true, Memory = 256, DriftMinutes = 30 },
    ];

    private static IEnumerable<PricedShop> Levered => [AsDeployed[0], AsDeployed[1], AsDeployed[3]];

    /// <summary>All tables, as Markdown.</summary>
    public static string Write(CostUnits units, Prices prices)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        output.WriteLine("### As deployed\n");
        output.WriteLine(
            "The template's defaults, and `StreamShards=2` for 1,000 a second. One currency, no item with a metric of its own, no "
            + "queries.\n");
        Bills(output, AsDeployed, units, prices);
        output.WriteLine("\n### With what saves most\n");
        Bills(output, Saving, units, prices);
        output.WriteLine("\n| orders | parameters |");
        output.WriteLine("| --- | --- |");
        foreach (var shop in Saving)
        {
            output.WriteLine($"| {shop.Name} | {shop.Parameters} |");
        }

        output.WriteLine("\n### What each lever saves, and what it costs in freshness\n");
        Levers(output, units, prices);
        return output.ToString();
    }

    private static void Bills(StringWriter output, IReadOnlyList<PricedShop> shops, CostUnits units, Prices prices)
    {
        output.WriteLine("| orders | HTTP API | Lambda | orders table | aggregates | Kinesis | metrics | alarms, dashboards | logs "
            + "| **a month** | storage after a year | backups of it | **a month after a year** | with the free allowances |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var shop in shops)
        {
            var bill = Bill.Of(shop, units, prices, Allowances.None);
            var free = Bill.Of(shop, units, prices, prices.Always);
            output.WriteLine($"| {shop.Name} | {Dollars(bill.Api)} | {Dollars(bill.Lambda)} | {Dollars(bill.OrdersTable)} "
                + $"| {Dollars(bill.Aggregates)} | {Dollars(bill.Kinesis)} | {Dollars(bill.Metrics)} | {Dollars(bill.AlarmsAndDashboards)} "
                + $"| {Dollars(bill.Logs)} | **{Dollars(bill.Running)}** | {Dollars(bill.Storage)} | {Dollars(bill.Backups)} "
                + $"| **{Dollars(bill.Total)}** | {Dollars(free.Total)} |");
        }
    }

    private static void Levers(StringWriter output, CostUnits units, Prices prices)
    {
        output.WriteLine("| lever | one a minute | 1 a second | 100 a second | an order is in the totals after: p50, p99 at 1 a second |");
        output.WriteLine("| --- | ---: | ---: | ---: | --- |");
        output.WriteLine($"| none | | | | {Delay(units, true, 0)} |");
        Lever("`TableStreamBatchingWindow=2`", shop => shop with { Window = 2 }, Delay(units, true, 2));
        Lever("`OrderStreamMode=none`", shop => shop with { OrderStream = "none" }, Delay(units, false, 0));
        Lever("both", shop => shop with { OrderStream = "none", Window = 2 }, Delay(units, false, 2));
        Lever("`OrderStreamMode=on-demand`", shop => shop with { OrderStream = "on-demand" }, "the same");
        Lever("`Architecture=arm64`", shop => shop with { IsArm = true }, "the same");
        Lever("`FunctionMemory=256`", shop => shop with { Memory = 256 }, "the same, but cold starts take longer");
        Lever("`DriftCheckRate=rate(15 minutes)`", shop => shop with { DriftMinutes = 15 }, "the same; drift is found later");

        Beyond("capacity of the orders table provisioned with auto scaling",
            shop => Bill.Of(shop, units, prices, Allowances.None).OrdersTable - Bill.Provisioned(shop, units, prices),
            "the same; a peak is throttled for some minutes");
        Beyond("no index `byCustomer`", shop => Bill.WriteUnitOfEachOrder(shop, prices), "the same; no lists of a customer's orders");
        Beyond("function URLs or a load balancer instead of the HTTP API", shop => Bill.Of(shop, units, prices, Allowances.None).Api,
            "the same; no throttling and no authorizer in front");

        void Beyond(string name, Func<PricedShop, double> saved, string delay) => output.WriteLine(
            $"| *not in the template:* {name} | {string.Join(" | ", Levered.Select(shop => Dollars(saved(shop))))} | {delay} |");

        void Lever(string name, Func<PricedShop, PricedShop> pull, string delay)
        {
            var saved = Levered.Select(
                shop => Bill.Of(shop, units, prices, Allowances.None).Total - Bill.Of(pull(shop), units, prices, Allowances.None).Total);
            output.WriteLine($"| {name} | {string.Join(" | ", saved.Select(Dollars))} | {delay} |");
        }
    }

    private static string Delay(CostUnits units, bool hasStream, int window)
    {
        var counting = units.Counting.Single(one => one.Rate == 1 && one.HasOrderStream == hasStream && one.Window == window);
        return string.Create(
            CultureInfo.InvariantCulture, $"{counting.MedianMilliseconds / 1_000:F1} s, {counting.SlowMilliseconds / 1_000:F1} s");
    }

    private static string Dollars(double value) => value < 0 ? $"-{Dollars(-value)}"
        : $"${value.ToString(value >= 100 ? "N0" : "F2", CultureInfo.InvariantCulture)}";
}
