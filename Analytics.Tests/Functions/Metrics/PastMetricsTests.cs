using System.Globalization;
using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Functions.Metrics;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Metrics;

public class PastMetricsTests
{
    [Fact]
    public void Orders_of_a_minute_are_summed_over_its_lanes_and_keep_their_values()
    {
        var (tea, mug) = (Some.Order(1, "12:00:10"), Some.Order(2, "12:00:20") with { Lane = 3 });

        Assert.Equal(
            [
                "Orders 12:00 1", "Cancelled 12:00 1", "Units 12:00 2", "Revenue[USD] 12:00 7", "OrderValue[USD] 12:00 7x2",
                "ItemUnits[tea] 12:00 2",
            ],
            Told(Some.At("13:00"), Some.Placed(tea), Some.Placed(mug), Some.Cancelled(mug)));
    }

    // CloudWatch API reference, MetricDatum: up to two weeks before the current time.
    [Fact]
    public void Minutes_that_CloudWatch_does_not_take_are_left_out()
    {
        var told = Told(Some.At("12:10").AddDays(14), Some.Placed(Some.Order(1, "12:00")), Some.Placed(Some.Order(2, "12:30")));

        Assert.All(told, line => Assert.Contains(" 12:30 ", line, StringComparison.Ordinal));
        Assert.NotEmpty(told);
    }

    private static IEnumerable<string> Told(DateTimeOffset now, params OrderChange[] changes) =>
        PastMetrics.Of(changes, MetricItems.Parse("tea"), now).Select(Text);

    private static string Text(MetricDatum datum)
    {
        var of = string.Concat(datum.Dimensions.Select(dimension => $"[{dimension.Value}]"));
        var value = datum.Values is { Count: > 0 } values
            ? string.Join(',', values.Zip(datum.Counts, (value, count) => $"{value}x{count}"))
            : string.Create(CultureInfo.InvariantCulture, $"{datum.Value}");
        return $"{datum.MetricName}{of} {datum.Timestamp:HH:mm} {value}";
    }
}
