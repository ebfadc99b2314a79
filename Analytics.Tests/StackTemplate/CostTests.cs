using System.Text.Json;
using Analytics.Benchmarks.Cost;
using Analytics.Functions.Metrics;
using Analytics.Local.CloudWatch.Alarms;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.StackTemplate;

/// <summary>Holds docs/cost.md to what the program prints from the recorded units, and the program to the template.</summary>
public class CostTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "Analytics.Benchmarks", "Cost");
    private static readonly Prices Prices = CostFiles.Read<Prices>(Path.Combine(Folder, "prices.json"));
    private static readonly CostUnits Units = CostFiles.Read<CostUnits>(Path.Combine(Folder, "units.json"));

    [Fact]
    public void The_document_has_the_tables_that_the_program_prints()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "cost.md"));
        const string begin = "<!-- What follows is made by `cost`, up to the next comment. -->\n\n";
        var from = document.IndexOf(begin, StringComparison.Ordinal) + begin.Length;

        Assert.Equal(
            CostReport.Write(Units, Prices),
            document[from..document.IndexOf("\n<!-- The end of what `cost` prints. -->", StringComparison.Ordinal)]);
    }

    [Fact]
    public void Alarms_and_dashboards_are_counted_as_the_template_has_them()
    {
        var alarms = OwnTemplate.Whole.Stack().Alarms.Sum(alarm => alarm.Input switch
        {
            AlarmInput.OfExpression several => several.Queries.Count(query => query.Source is not null),
            // A metric and both bounds of its band.
            AlarmInput.AboveLowerBound => 3,
            _ => 1,
        });

        Assert.Equal(
            (alarms, OwnTemplate.Whole.OfType("AWS::CloudWatch::Dashboard").Count()), (Bill.AlarmMetrics, Bill.Dashboards));
    }

    [Fact]
    public void A_shop_has_no_more_series_than_there_can_be()
    {
        var all = MetricCatalogue.All.Sum(metric => metric.MaxSeries);

        Assert.InRange(Bill.Series(CostReport.AsDeployed[0]), 15, 25);
        var large = new PricedShop("large", 1) { Currencies = Analytics.Core.Orders.Currency.All.Count, Items = MetricItems.MaxCount };
        Assert.InRange(Bill.Series(large), 300, all);
    }

    // The aims for a small shop. What a hundred orders a second cost is above its aim of $500, and docs/cost.md says why.
    [Theory]
    [InlineData(0, 15)]
    [InlineData(1, 35)]
    public void A_small_shop_stays_below_its_aim(int shop, double most) =>
        Assert.InRange(Bill.Of(CostReport.Saving[shop], Units, Prices, Allowances.None).Running, 5, most);

    [Fact]
    public void Every_price_and_every_unit_counts()
    {
        var before = CostReport.Write(Units, Prices);
        foreach (var property in typeof(Prices).GetProperties().Where(property => property.PropertyType == typeof(double)))
        {
            var changed = Prices with { };
            property.SetValue(changed, (double)property.GetValue(Prices)! * 10);
            Assert.True(before != CostReport.Write(Units, changed), property.Name);
        }

        foreach (var property in typeof(AssumedUnits).GetProperties().Where(property => property.PropertyType == typeof(double)))
        {
            var assumed = Units.Assumed with { };
            property.SetValue(assumed, (double)property.GetValue(Units.Assumed)! * 10);
            Assert.True(before != CostReport.Write(Units with { Assumed = assumed }, Prices), property.Name);
        }
    }

    [Fact]
    public void A_file_with_a_price_that_is_not_known_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(
                file, File.ReadAllText(Path.Combine(Folder, "prices.json")).Replace("shardHour", "shardHours", StringComparison.Ordinal));

            var refused = Assert.Throws<JsonException>(() => CostFiles.Read<Prices>(file));
            Assert.Contains("shardHours", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
