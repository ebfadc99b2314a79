using System.Globalization;
using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Functions.Metrics;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Functions.Metrics;

public class CountedMetricsTests
{
    private static readonly DateTimeOffset Now = Some.At("12:01");

    private readonly CountedMetrics _metrics = new();

    [Fact]
    public void A_placed_order_is_a_sum_of_each_kind_in_its_minute_and_a_value()
    {
        Add(Some.Placed(Some.Order(1, "12:00:10", Some.Eur, new OrderLine("tea", 2, 350), new OrderLine("mug", 1, 900))), "12:00:11");

        Assert.Equal(
            [
                "Orders 12:00:00 1", "Units 12:00:00 3", "Revenue[EUR] 12:00:00 16", "OrderValue[EUR] 12:00:00 16x1",
                "ItemUnits[Other] 12:00:00 1", "ItemUnits[tea] 12:00:00 2", "Lag 12:00:11 1000x1",
            ],
            Told(items: "tea"));
    }

    [Fact]
    public void A_cancellation_takes_everything_back_but_the_value_that_was_placed()
    {
        Add(Some.Cancelled(Some.Order(1, "12:00:10")), "12:00:20");

        Assert.Equal(
            ["Orders 12:00:00 -1", "Cancelled 12:00:00 1", "Units 12:00:00 -2", "Revenue[USD] 12:00:00 -7", "ItemUnits[Other] 12:00:00 -2",
                "Lag 12:00:20 0x1"],
            Told());
    }

    // minute of the order   12:00                  |  12:01
    // counted                        12:00:59.999  |  12:01:00
    [Theory]
    [InlineData("12:00:59.999", false)]
    [InlineData("12:01:00", true)]
    public void A_change_is_late_when_its_minute_is_over(string committedAt, bool isLate)
    {
        Add(Some.Placed(Some.Order(1, "12:00:10")), committedAt);

        Assert.Equal(isLate, Told().Any(line => line.StartsWith("LateChanges", StringComparison.Ordinal)));
    }

    [Fact]
    public void Data_older_than_CloudWatch_accepts_is_omitted_and_counted_as_LeftOut()
    {
        Add(Some.Placed(Some.Order(1, "12:00")), "12:00:01");
        Add(Some.Placed(Some.Order(2, "12:30")), "12:30:01");

        var told = Told(now: Some.At("12:10") + TimeSpan.FromDays(14));

        Assert.Equal("LeftOut 12:10:00 1", told.Single(line => line.StartsWith("LeftOut", StringComparison.Ordinal)));
        Assert.Equal(["Orders 12:30:00 1"], told.Where(line => line.StartsWith("Orders ", StringComparison.Ordinal)));
    }

    [Fact]
    public void More_values_than_one_datum_takes_become_several()
    {
        for (var number = 1; number <= 400; number++)
        {
            Add(Some.Placed(Some.Order(number, "12:00", null, new OrderLine("tea", 1, 100 + number))), "12:00:01");
        }

        var values = _metrics.Take(MetricItems.None, Now).Where(datum => datum.MetricName == "OrderValue").ToList();

        Assert.Equal([150, 150, 100], values.Select(datum => datum.Values.Count));
        Assert.Equal(Enumerable.Range(101, 400).Select(cents => cents / 100.0), values.SelectMany(datum => datum.Values));
    }

    [Fact]
    public void The_sums_are_those_of_the_orders_and_the_series_are_in_the_catalogue() =>
        Gens.Histories.Sample(histories =>
        {
            var metrics = new CountedMetrics();
            foreach (var change in histories.SelectMany(history => history))
            {
                metrics.Add(change.Flat().To!.Value, ChangeTable.Of([change]), [0], change.ChangedAt);
            }

            var data = metrics.Take(MetricItems.Parse("tea,mug"), Some.At("14:00"));
            var totals = Model.Totals(histories.Select(history => history[^1].After!).ToList());

            Assert.Equal(
                (totals.Orders, totals.Cancelled, totals.Units),
                ((long)Sum(data, "Orders"), (long)Sum(data, "Cancelled"), (long)Sum(data, "Units")));
            Assert.Equal(totals.Units, (long)Sum(data, "ItemUnits"));
            Assert.Equal(histories.Length, data.Where(datum => datum.MetricName == "OrderValue").Sum(datum => datum.Counts.Sum()));
            Assert.All(data.GroupBy(datum => datum.MetricName), metric =>
            {
                var known = MetricCatalogue.All.Single(one => one.Name == metric.Key);
                var series = metric.Select(datum => datum.Dimensions.SingleOrDefault()?.Value).Distinct().ToList();
                Assert.InRange(series.Count, 1, known.MaxSeries);
                Assert.All(
                    metric, datum => Assert.Equal((known.Unit, known.By?.Name), (datum.Unit, datum.Dimensions.SingleOrDefault()?.Name)));
            });
        });

    [Fact]
    public void However_many_items_are_sold_only_the_named_ones_and_one_more_have_a_series()
    {
        var named = Enumerable.Range(1, MetricItems.MaxCount).Select(number => $"sku-{number}").ToList();
        for (var number = 1; number <= 10_000; number++)
        {
            Add(Some.Placed(Some.Order(number, "12:00", null, new OrderLine($"sku-{number}", 1, 100))), "12:00:01");
        }

        var series = _metrics.Take(MetricItems.Parse(string.Join(',', named)), Now)
            .Where(datum => datum.MetricName == "ItemUnits").ToDictionary(datum => datum.Dimensions.Single().Value, datum => datum.Value);

        Assert.Equal(
            [.. named.Order(StringComparer.Ordinal), "Other"],
            series.Keys.Order(StringComparer.Ordinal).Order(Comparer<string>.Create((a, b) => (a == "Other").CompareTo(b == "Other"))));
        Assert.Equal(10_000 - MetricItems.MaxCount, series["Other"]);
    }

    [Theory]
    [InlineData(":tea")]
    [InlineData("抹茶")]
    public void An_item_that_cannot_be_a_dimension_is_refused_with_its_name(string sku) =>
        Assert.Contains(sku, Assert.Throws<FormatException>(() => MetricItems.Parse($"mug,{sku}")).Message, StringComparison.Ordinal);

    [Fact]
    public void More_than_30_items_are_rejected() =>
        Assert.Contains(
            "30", Assert.Throws<FormatException>(() => MetricItems.Parse(string.Join(',', Enumerable.Range(1, 31)))).Message,
            StringComparison.Ordinal);

    private void Add(OrderChange change, string committedAt) =>
        _metrics.Add(change.Flat().To!.Value, ChangeTable.Of([change]), [0], Some.At(committedAt));

    private string[] Told(string items = "", DateTimeOffset? now = null) =>
        [.. _metrics.Take(MetricItems.Parse(items), now ?? Some.At("12:00:30")).Select(Line)];

    private static double Sum(IReadOnlyList<MetricDatum> data, string name) =>
        data.Where(datum => datum.MetricName == name).Sum(datum => datum.Value ?? 0);

    private static string Line(MetricDatum datum)
    {
        var series = datum.Dimensions.Count == 0 ? "" : $"[{datum.Dimensions.Single().Value}]";
        var value = datum.Value is { } single
            ? single.ToString(CultureInfo.InvariantCulture)
            : string.Join(
                ' ', datum.Values.Zip(datum.Counts, (one, count) => string.Create(CultureInfo.InvariantCulture, $"{one}x{count}")));
        return string.Create(CultureInfo.InvariantCulture, $"{datum.MetricName}{series} {datum.Timestamp:HH:mm:ss} {value}");
    }
}
