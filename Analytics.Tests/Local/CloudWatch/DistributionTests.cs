using Analytics.Local.CloudWatch.Metrics;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

public class DistributionTests
{
    // Whole numbers, so that sums do not depend on the order in which they are added up.
    private static readonly Gen<ValueCount[]> Few = Gen.Select(Gen.Int[-50, 50], Gen.Int[0, 5])
        .Select((value, count) => new ValueCount(value, count)).Array[0, 60];

    // Over 24 powers of two, some of them twice: more than are stored as they are.
    private static readonly Gen<double[]> WidePositive = Gen.Int[0, int.MaxValue].Select(seed =>
    {
        var random = new Random(seed);
        return Enumerable.Range(0, 2000).Select(_ => Math.Pow(2, (random.Next(10_000) * 0.0024) - 12)).ToArray();
    });

    // Of both signs.
    private static readonly Gen<double[]> Wide = WidePositive.Select(values =>
        values.Select((value, index) => index % 2 == 0 ? value : -value).ToArray());

    [Fact]
    public void Any_split_of_the_same_data_merges_to_the_same_distribution() =>
        Gen.Select(Few, Gen.Int[0, 60]).Sample((data, at) =>
        {
            var cut = Math.Min(at, data.Length);
            var merged = Of(data[cut..]);
            merged.Merge(Of(data[..cut]));
            return Reading(merged) == Reading(Of(data));
        });

    [Fact]
    public void Any_split_merges_to_the_same_histogram_once_the_values_are_too_many() =>
        Gen.Select(Wide, Gen.Int[0, 2000]).Sample(
            (values, cut) =>
            {
                var data = values.Select(value => new ValueCount(value)).ToArray();
                var whole = Of(data);
                var merged = Of(data[cut..]);
                merged.Merge(Of(data[..cut]));
                return whole.BitsCut > 0 && merged.BitsCut == whole.BitsCut && merged.Cells.SequenceEqual(whole.Cells);
            },
            iter: 50);

    [Fact]
    public void Percentiles_of_few_values_are_those_of_the_sorted_values() =>
        Gen.Select(Few, Gen.Int[0, 100]).Sample((all, percent) =>
        {
            var data = all.Where(item => item.Value >= 0).ToArray();
            var sorted = data.SelectMany(item => Enumerable.Repeat(item.Value, (int)item.Count)).Order().ToArray();
            return Of(data).Percentile(percent) == NearestRank(sorted, percent);
        });

    [Fact]
    public void Percentiles_of_many_values_are_off_by_no_more_than_their_bits_allow() =>
        Gen.Select(WidePositive, Gen.Int[0, 100]).Sample(
            (values, percent) =>
            {
                var distribution = Of([.. values.Select(value => new ValueCount(value))]);
                var exact = NearestRank([.. values.Order()], percent)!.Value;
                var allowed = Math.Pow(2, distribution.BitsCut - 53);
                return distribution.BitsCut > 0
                    && Math.Abs(distribution.Percentile(percent)!.Value - exact) <= allowed * Math.Abs(exact) * (1 + 1e-9);
            },
            iter: 50);

    [Fact]
    public void Values_over_sixteen_powers_of_two_are_distinguished_to_a_128th()
    {
        var random = new Random(7);
        var distribution = Of([.. Enumerable.Range(0, 20_000).Select(_ => new ValueCount(Math.Pow(2, random.NextDouble() * 15.9)))]);
        Assert.Equal((46, true), (distribution.BitsCut, distribution.Cells.Count <= Distribution.MaxCells));
    }

    [Fact]
    public void However_wide_the_values_are_the_cells_stay_within_their_number()
    {
        var random = new Random(7);
        var distribution = Of([.. Enumerable.Range(0, 20_000)
            .Select(_ => new ValueCount(Math.Pow(2, (random.NextDouble() * 700) - 350) * (random.Next(2) == 0 ? 1 : -1)))]);
        Assert.InRange(distribution.Cells.Count, 1, Distribution.MaxCells);
        Assert.Equal(20_000, distribution.Count);
    }

    [Fact]
    public void A_negative_value_subtracts_from_the_sum()
    {
        var distribution = Of([new ValueCount(3), new ValueCount(-3)]);
        Assert.Equal((2d, 0d, -3d, 3d), (distribution.Count, distribution.Sum, distribution.Minimum, distribution.Maximum));
    }

    /// <remarks>API reference, GetMetricStatistics: percentiles are not available when any of the values are negative.</remarks>
    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, 2.0)]
    [InlineData(new[] { 0.0 }, 0.0)]
    [InlineData(new[] { 1.0, 2, -1 }, null)]
    [InlineData(new[] { -3.0, -2 }, null)]
    [InlineData(new[] { 1e100, -5e-324 }, null)]
    public void There_are_no_percentiles_once_a_value_is_negative(double[] values, double? median)
    {
        var distribution = Of([.. values.Select(value => new ValueCount(value))]);
        Assert.Equal(median, distribution.Percentile(50));
        var merged = new Distribution();
        merged.Merge(distribution);
        merged.Merge(Of([new ValueCount(7)]));
        Assert.Equal(median is null, merged.Percentile(50) is null);
        Assert.Equal(values.Length, distribution.Count);
    }

    /// <remarks>API reference, PutMetricData: Min and Max must be equal, and Sum must equal Min multiplied by SampleCount.</remarks>
    [Theory]
    [InlineData(2, 5, 2, 2, null)] // the sum contradicts the one value
    [InlineData(1, -2, -2, -2, null)] // negative
    [InlineData(3, 6, 1, 3, null)] // the values are lost
    [InlineData(1, 2, 2, 2, 2d)] // the one value is the sum
    [InlineData(4, 8, 2, 2, 2d)] // all are the same
    public void Statistic_sets_have_percentiles_only_if_they_tell_their_values(
        double count, double sum, double minimum, double maximum, double? median)
    {
        var distribution = new Distribution();
        distribution.Add(new StatisticSet(count, sum, minimum, maximum));
        Assert.Equal(median, distribution.Percentile(50));
    }

    [Fact]
    public void Zero_and_negative_zero_are_one_value() =>
        Assert.Equal([new ValueCount(0, 2)], Of([new ValueCount(0), new ValueCount(-0.0)]).Cells);

    private static Distribution Of(ValueCount[] data)
    {
        var distribution = new Distribution();
        foreach (var item in data)
        {
            distribution.Add(item.Value, item.Count);
        }

        return distribution;
    }

    private static string Reading(Distribution data) =>
        $"{data.Count} {data.Sum} {data.Minimum} {data.Maximum} {data.CountWithoutValues} {data.BitsCut} {string.Join(' ', data.Cells)}";

    private static double? NearestRank(double[] sorted, int percent) => sorted.Length == 0
        ? null
        : sorted[Math.Max(0, (int)Math.Ceiling(percent * (long)sorted.Length / 100m) - 1)];
}
