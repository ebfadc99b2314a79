namespace Analytics.Benchmarks.Cost;

/// <summary>The monthly bill of a shop after its first year, in US dollars, by service.</summary>
internal sealed record Bill
{
    private const double Month = 30 * 86_400;
    private const double Hours = 730;
    private const double Gb = 1e9;
    private const double Million = 1e6;

    /// <summary>Metrics of the alarms of the template. A test counts them.</summary>
    public const int AlarmMetrics = 29;

    /// <summary>Dashboards of the template.</summary>
    public const int Dashboards = 2;

    public required double Api { get; init; }

    public required double Lambda { get; init; }

    public required double OrdersTable { get; init; }

    public required double Aggregates { get; init; }

    public required double Kinesis { get; init; }

    public required double Metrics { get; init; }

    public required double AlarmsAndDashboards { get; init; }

    public required double Logs { get; init; }

    /// <summary>Storage of the tables after a year.</summary>
    public required double Storage { get; init; }

    /// <summary>Point-in-time recovery of the tables after a year.</summary>
    public required double Backups { get; init; }

    public double Total => Running + Storage + Backups;

    /// <summary>The bill without what grows with the age of the shop.</summary>
    public double Running => Api + Lambda + OrdersTable + Aggregates + Kinesis + Metrics + AlarmsAndDashboards + Logs;

    /// <summary>Computes the bill.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="units">What the product takes.</param>
    /// <param name="prices">What it costs.</param>
    /// <param name="free">What is free of charge.</param>
    public static Bill Of(PricedShop shop, CostUnits units, Prices prices, Allowances free)
    {
        var counting = units.Counting.Single(one => one.Rate == shop.Rate && one.HasOrderStream == (shop.OrderStream != "none")
            && one.Window == shop.Window);
        var (orders, assumed) = (shop.Rate * Month, units.Assumed);
        var changes = orders * assumed.ChangesOfAnOrder;
        var (requests, queries) = (orders + changes, shop.Queries * Month);
        var batches = orders * counting.Invocations;
        var checks = Month / 60 / shop.DriftMinutes;
        var compared = checks * 2 * Math.Min(15 * 60 * shop.Rate, Math.Max(5_000, 60 * shop.Rate));
        var seconds = (requests * assumed.OrdersMilliseconds + batches * assumed.AnalyticsMilliseconds
            + checks * assumed.DriftMilliseconds + queries * assumed.OrdersMilliseconds) / 1_000;
        var gbSeconds = seconds * shop.Memory / 1_024;
        var logs = ((requests + queries) * (assumed.AccessLineBytes + assumed.LineOverheadBytes)
            + orders * (units.Order.MetricBytes + assumed.LineOverheadBytes)
            + orders * (counting.MetricBytes + counting.MetricLines * assumed.LineOverheadBytes)
            + (batches + 4 * checks) * (assumed.BatchLineBytes + assumed.LineOverheadBytes)) / Gb;
        var stored = StoredGb(shop, units, orders * 12);
        var gbSecondPrice = shop.IsArm ? prices.LambdaGbSecondsArm : prices.LambdaGbSecondsX86;
        return new Bill
        {
            Api = (requests + queries) / Million * prices.ApiRequestsAMillion,
            Lambda = Beyond(requests + queries + batches + checks, free.LambdaRequests) / Million * prices.LambdaRequestsAMillion
                + Beyond(gbSeconds, free.LambdaGbSeconds) * gbSecondPrice,
            OrdersTable = (orders * units.Order.PlacementWriteUnits + changes * units.Order.ChangeWriteUnits) / Million
                    * prices.WriteUnitsAMillion
                + (checks * units.Drift.ReadUnitsOfACheck + compared * units.Drift.ReadUnitsOfAnOrder) / Million
                    * prices.ReadUnitsAMillion,
            Aggregates = orders / Million
                * (counting.WriteUnits * prices.WriteUnitsAMillion + counting.ReadUnits * prices.ReadUnitsAMillion),
            Kinesis = StreamDollars(shop, prices, requests, units.Order.EventBytes),
            Metrics = Beyond(Series(shop), free.Metrics) * prices.MetricMonth,
            AlarmsAndDashboards = Beyond(AlarmMetrics, free.AlarmMetrics) * prices.AlarmMetricMonth
                + Beyond(Dashboards, free.Dashboards) * prices.DashboardMonth,
            Logs = Beyond(logs, free.LogsGb) * prices.LogsIngestedGb
                + logs * assumed.MonthsOfLogs * assumed.StoredShareOfLogs * prices.LogsStoredGbMonth,
            Storage = Beyond(stored, free.TableStorageGb) * prices.TableStorageGbMonth,
            Backups = stored * prices.BackupGbMonth,
        };
    }

    /// <summary>What the write units of the orders table would cost as provisioned capacity, 70% of it used at all times.</summary>
    public static double Provisioned(PricedShop shop, CostUnits units, Prices prices) => Hours * prices.WriteCapacityUnitHour / 0.7
        * shop.Rate * (units.Order.PlacementWriteUnits + units.Assumed.ChangesOfAnOrder * units.Order.ChangeWriteUnits);

    /// <summary>What one write unit for each order costs.</summary>
    public static double WriteUnitOfEachOrder(PricedShop shop, Prices prices) => shop.Rate * Month / Million * prices.WriteUnitsAMillion;

    /// <summary>
    /// Time series in a month without failures: see docs/metrics.md. Those of the orders, of counting (some by source), of the orders
    /// function and of drift.
    /// </summary>
    public static int Series(PricedShop shop)
    {
        var sources = shop.OrderStream == "none" ? 1 : 2;
        return 3 + 2 * shop.Currencies + shop.Items + 1 + 3 * sources + 6 + 3 + 1;
    }

    private static double StoredGb(PricedShop shop, CostUnits units, double orders)
    {
        var perMinute = shop.Rate * 60;
        // Minutes of a lane in which any order is placed.
        var used = 12 * Month / 60 * shop.Lanes * (1 - Math.Exp(-perMinute / shop.Lanes));
        return (orders * (units.Order.ItemBytes + units.Order.IndexBytes + 3 * units.Assumed.ItemOverheadBytes
            + units.Assumed.AggregateBytesOfAnOrder) + used * units.Assumed.AggregateBytesOfAMinute) / Gb;
    }

    private static double StreamDollars(PricedShop shop, Prices prices, double changes, double bytes) => shop.OrderStream switch
    {
        "none" => 0,
        "on-demand" => Hours * prices.OnDemandStreamHour + changes * Math.Ceiling(bytes / 1_024) * 1_024 / Gb
            * (prices.OnDemandInGb + prices.OnDemandOutGb),
        _ => shop.Shards * Hours * prices.ShardHour + changes / Million * prices.PutUnitsAMillion,
    };

    private static double Beyond(double taken, double free) => Math.Max(0, taken - free);
}
