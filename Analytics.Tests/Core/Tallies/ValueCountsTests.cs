using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Tallies;

/// <summary>Percentiles of order values against exact ones, and the laws by which their counts add up.</summary>
public class ValueCountsTests
{
    private static readonly Gen<long> Value = Gen.OneOf(
        Gen.Const(0L), Gen.Long[1, 200], Gen.Long[1, 100_000], Gen.Long[1, 1_000_000_000_000_000_000], Gen.Long[-10_000, -1]);

    private static readonly Gen<(Currency Currency, long Minor)[]> Orders = Gen.Select(Gens.Currency, Value).Array[0, 60];

    [Fact]
    public void A_percentile_is_within_one_percent_of_the_exact_one() =>
        Gen.Select(Orders, Gen.Int[1, 100]).Sample((orders, percent) =>
        {
            var percentiles = Sum(orders).Percentile(percent).ToDictionary();

            Assert.Equal(orders.Select(order => order.Currency).Distinct().Order(), percentiles.Keys.Order());
            foreach (var (currency, percentile) in percentiles)
            {
                // Nearest rank: the least value that at least so many percent of the orders do not exceed.
                var sorted = orders.Where(order => order.Currency == currency).Select(order => (decimal)order.Minor).Order().ToList();
                var exact = sorted.First(value => sorted.Count(other => other <= value) * 100 >= percent * sorted.Count);
                Assert.True(Math.Abs((decimal)percentile - exact) * 100 <= Math.Abs(exact), $"{percentile} is not about {exact}");
            }
        });

    [Fact]
    public void What_is_added_and_taken_back_leaves_nothing() =>
        Orders.Sample(orders =>
        {
            var values = Sum(orders);
            values.Add(Sum(orders.Reverse()), -1);
            Assert.Equal((0, new ValueCounts()), (values.Count, values));
        });

    [Fact]
    public void Any_order_and_grouping_gives_the_same_bytes() =>
        Gen.Select(Orders, Gen.Int[0, 60], Gen.Int).Sample((orders, cut, seed) =>
        {
            var shuffled = orders.ToArray();
            new Random(seed).Shuffle(shuffled);
            var merged = Sum(shuffled.Take(cut));
            merged.Add(Sum(shuffled.Skip(cut)));

            Assert.Equal(Bytes(Sum(orders)), Bytes(merged));
        });

    [Fact]
    public void Values_are_read_as_they_were_written() =>
        Gen.Select(Orders, Orders).Sample((added, removed) =>
        {
            var (tally, decoded) = (new Tally(), new Tally());
            tally.Values.Add(Sum(added));
            tally.Values.Add(Sum(removed), -1);
            ItemsFormat.DecodeInto(decoded, ItemsFormat.Encode(tally).Span);
            Assert.Equal(tally.Values, decoded.Values);
        });

    [Fact]
    public void Buckets_follow_one_another_and_every_value_of_one_is_within_one_percent_of_its_own()
    {
        var last = 0;
        for (var value = 1L; value < 3_000_000_000_000_000_000; value += 1 + value / 1_000)
        {
            var bucket = ValueBuckets.Of(value);
            Assert.InRange(bucket, last, last + 1);
            Assert.True(Int128.Abs(ValueBuckets.ValueOf(bucket) - value) * 100 <= value, $"{value} is in bucket {bucket}");
            Assert.Equal(-bucket, ValueBuckets.Of(-value));
            last = bucket;
        }

        Assert.InRange(ValueBuckets.Last, last, 2_047); // twelve bits with the sign
        Assert.Equal((0, 0L), (ValueBuckets.Of(0), ValueBuckets.ValueOf(0)));
    }

    // These numbers are stored: a change of one is a change of the format.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(98, 98)]
    [InlineData(99, 99)]
    [InlineData(100, 99)]
    [InlineData(101, 100)]
    [InlineData(1_050, 214)]
    [InlineData(1_000_000_000_000_000_000, 1_939)]
    public void A_value_has_the_bucket_that_it_always_had(long minor, int bucket) => Assert.Equal(bucket, ValueBuckets.Of(minor));

    private static byte[] Bytes(ValueCounts values)
    {
        var tally = new Tally();
        tally.Values.Add(values);
        return ItemsFormat.Encode(tally).ToArray();
    }

    private static ValueCounts Sum(IEnumerable<(Currency Currency, long Minor)> orders)
    {
        var values = new ValueCounts();
        foreach (var (currency, minor) in orders)
        {
            values.Add(currency, ValueBuckets.Of(minor), 1);
        }

        return values;
    }
}
