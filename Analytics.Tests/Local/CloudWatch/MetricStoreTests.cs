using Analytics.Local.CloudWatch.Metrics;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

public class MetricStoreTests
{
    private static readonly Gen<MetricDatum[]> Day = Gen.Select(
        Gen.Int[-7200, 3600], Gen.Int[-9, 9], Gen.OneOf(Gen.Const(1), Gen.Const(60)))
        .Select((at, value, resolution) => Some.Datum(at: at, value: value, resolution: resolution)).Array[1, 40];

    [Fact]
    public void Any_split_of_the_same_data_into_calls_gives_the_same_answers() =>
        Gen.Select(Day, Gen.Int[0, 40], Gen.OneOf(Gen.Const(1), Gen.Const(10), Gen.Const(60), Gen.Const(300))).Sample((data, at, period) =>
        {
            var cut = Math.Min(at, data.Length);
            using var once = Store();
            using var twice = Store();
            once.Put("Shop", data);
            twice.Put("Shop", data[cut..]);
            twice.Put("Shop", data[..cut]);
            return once.Sums(period, -7200, 7200).SequenceEqual(twice.Sums(period, -7200, 7200));
        });

    [Fact]
    public void The_sums_of_periods_add_up_to_the_sum_of_all() =>
        Gen.Select(Day, Gen.OneOf(Gen.Const(60), Gen.Const(120), Gen.Const(300), Gen.Const(3600))).Sample((data, period) =>
        {
            using var store = Store();
            store.Put("Shop", data);
            return store.Sums(period, -7200, 7200).Sum(point => point.Value) == data.Sum(datum => datum.Values[0].Value);
        });

    [Fact]
    public void Growing_old_changes_no_sum_of_an_hour() =>
        Gen.Select(Day, Gen.Int[0, 60]).Sample((data, days) =>
        {
            var clock = Some.Clock();
            using var store = Store(clock);
            store.Put("Shop", data);
            var before = store.Sums(3600, -7200, 7200);
            clock.Advance(TimeSpan.FromDays(days));
            store.Put("Shop", Some.Datum("Other"));
            return store.Sums(3600, -7200, 7200).SequenceEqual(before);
        });

    [Theory]
    [InlineData(-0.001, false)] // the millisecond before
    [InlineData(0, true)] // the start is included
    [InlineData(59.999, true)]
    [InlineData(60, false)] // the end is not
    public void A_period_holds_its_start_and_not_its_end(double at, bool isIn)
    {
        using var store = Store();
        store.Put("Shop", Some.Datum(at: at));
        Assert.Equal(isIn ? [(0d, 1d)] : [], store.Sums(60, 0, 60));
    }

    [Theory]
    [InlineData(1, 1, true)] // asked as fine as it is stored
    [InlineData(1, 5, true)]
    [InlineData(1, 60, true)]
    [InlineData(60, 1, false)] // a minute tells nothing of its seconds
    [InlineData(60, 30, false)]
    [InlineData(60, 60, true)]
    public void Data_answer_only_periods_that_are_no_finer_than_they_are(int resolution, int period, bool isThere)
    {
        using var store = Store();
        store.Put("Shop", Some.Datum(resolution: resolution));
        Assert.Equal(isThere ? 1 : 0, store.Sums(period, 0, 60).Length);
    }

    // age          answered by periods of
    [Theory]
    [InlineData(2.9, 1, true)]
    [InlineData(3.1, 1, false)]
    [InlineData(3.1, 60, true)]
    [InlineData((15 * 24) - 0.1, 60, true)]
    [InlineData((15 * 24) + 0.1, 60, false)]
    [InlineData((15 * 24) + 0.1, 300, true)]
    [InlineData((63 * 24) + 0.1, 300, false)]
    [InlineData((63 * 24) + 0.1, 3600, true)]
    [InlineData((455 * 24) + 1.1, 3600, false)]
    public void Data_become_coarser_with_age_and_go_in_the_end(double hours, int period, bool isThere)
    {
        var clock = Some.Clock();
        using var store = Store(clock);
        store.Put("Shop", Some.Datum(resolution: 1));
        clock.Advance(TimeSpan.FromHours(hours));
        store.Put("Shop", Some.Datum("Other", at: hours * 3600));
        Assert.Equal(isThere ? [(0d, 1d)] : [], store.Sums(period, 0, 60));
    }

    [Fact]
    public void Units_are_kept_apart_and_read_together_unless_one_is_asked_for()
    {
        using var store = Store();
        store.Put("Shop", Some.Datum(value: 1), Some.Datum(value: 2, unit: "None"));
        Assert.Equal([(0d, 3d)], store.Sums(60, 0, 60));
        Assert.Equal([(0d, 2d)], store.Sums(60, 0, 60, unit: "None"));
        Assert.Empty(store.Sums(60, 0, 60, unit: "Seconds"));
    }

    [Fact]
    public void The_order_of_dimensions_does_not_matter()
    {
        using var store = Store();
        Dimension a = new("A", "1"), b = new("B", "2");
        store.Put("Shop", MetricDatum.Of("Orders", 1, "Count", a, b), MetricDatum.Of("Orders", 2, "Count", b, a));
        var periods = store.Read(Some.Metric("Orders", b, a), null, PeriodGrid.OnClock(Some.At(0), Some.At(60), 60), false);
        Assert.Equal(3, Assert.Single(periods).Value.Sum);
    }

    [Fact]
    public void A_call_that_exceeds_the_maximum_of_metrics_is_rejected_as_a_whole_and_logged()
    {
        var lines = new List<string>();
        using var store = new MetricStore(Some.Clock(), new MetricStoreOptions { MaxSeries = 2, Log = lines.Add });
        Assert.True(store.Put("Shop", Some.Datum("A"), Some.Datum("B")));
        Assert.False(store.Put("Shop", Some.Datum("A"), Some.Datum("C")));
        Assert.Equal([(0d, 1d)], store.Sums(60, 0, 60, "A"));
        Assert.Contains("2 metrics", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_exceeds_the_memory_limit_becomes_coarser_with_the_same_sums()
    {
        var lines = new List<string>();
        var clock = Some.Clock();
        using var store = new MetricStore(clock, new MetricStoreOptions { MaxCells = 2_000, Log = lines.Add });
        for (var second = 0; second < 7200; second++)
        {
            store.Put("Shop", Some.Datum(at: second, resolution: 1));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.NotEmpty(lines);
        Assert.InRange(store.Sums(1, 0, 7200).Length, 1, 2_000);
        Assert.Equal([(0d, 3600d), (3600d, 3600d)], store.Sums(3600, 0, 7200));
    }

    [Fact]
    public void Writers_side_by_side_lose_nothing()
    {
        using var store = Store();
        Parallel.For(0, 8, writer =>
        {
            for (var index = 0; index < 500; index++)
            {
                store.Put("Shop", Some.Datum(at: index), Some.Datum("W" + writer));
            }
        });
        Assert.Equal(4000, store.Sums(60, 0, 600).Sum(point => point.Value));
    }

    [Fact]
    public void Metrics_are_listed_while_they_have_data_of_late()
    {
        var clock = Some.Clock();
        using var store = Store(clock);
        store.Put("Shop", Some.Datum("Old", at: -7200), Some.Datum("New"));
        Assert.Equal(["New", "Old"], store.List(Some.At(-7200), _ => true).Select(id => id.Name));
        Assert.Equal(["New"], store.List(Some.At(-3600), _ => true).Select(id => id.Name));
    }

    [Fact]
    public void The_host_may_write_to_the_namespaces_of_AWS_but_not_break_the_rules()
    {
        using var store = Store();
        Assert.True(store.Put("AWS/Lambda", Some.Datum("Invocations")));
        Assert.Throws<ArgumentException>(() => store.Put("Shop", Some.Datum(value: double.NaN)));
        Assert.Throws<ArgumentException>(() => store.Put("Shop", Some.Datum(unit: "Apples")));
        Assert.Throws<ArgumentException>(() => store.Put(":Shop", Some.Datum()));
    }

    private static MetricStore Store(FakeTimeProvider? clock = null) => new(clock ?? Some.Clock(), new MetricStoreOptions());
}
