using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Storage;

public class RollupItemTests
{
    private static readonly Gen<(RollupPeriod Period, RollupSum Sum)> Rollups = Gen.Select(
        Gen.Bool, Gen.Long[1_000_000, 60_000_000], Gens.Histories)
        .Select((isDay, minute, histories) => (
            RollupPeriod.Of(isDay ? RollupLength.Day : RollupLength.Quarter, new Minute(minute)),
            RollupSum.Nothing.Plus(
                Tally.Of(histories.Select(history => history[^1].After!)), histories.Length == 0 ? null : Some.At("12:00:00.123"))));

    [Fact]
    public void A_sum_reads_back_as_it_was_written() => Gen.Select(Rollups, Gen.Long[0, 9]).Sample((rollup, invalidations) =>
    {
        var (period, sum) = rollup;
        var (readPeriod, state, version, segments, _, ofCustomers) =
            RollupItem.ReadHead(period.Length, Stored(period, sum, invalidations))!.Value;
        var items = new Tally();
        foreach (var segment in RollupItem.Segments(period, sum.Tally, "v"))
        {
            Assert.Equal((period.Start, "v"), RollupItem.SegmentOf(segment));
            ItemsFormat.DecodeInto(items, MinuteItem.Bytes(segment, MinuteItem.Items).Span);
        }

        Assert.Equal((period, invalidations, "v", 1), (readPeriod, state.Invalidations, version, segments));
        Assert.Equal((sum.Tally.Totals, sum.CommittedAt, "v"), (state.Sum!.Tally.Totals, state.Sum.CommittedAt, state.Sum.Version));
        state.Sum.Tally.Add(items);
        Assert.Equal(sum.Tally, state.Sum.Tally);
        var (customers, segmentOfCustomers) = (new CustomerSet(), RollupItem.CustomerSegment(period, sum.Customers, "v"));
        if (segmentOfCustomers is not null)
        {
            Assert.Equal((period.Start, "v"), RollupItem.SegmentOf(segmentOfCustomers));
            CustomersFormat.DecodeInto(customers, MinuteItem.Bytes(segmentOfCustomers, RollupItem.Customers).Span);
        }

        Assert.Equal((sum.Customers, segmentOfCustomers is null ? 0 : 1), (customers, ofCustomers));
    });

    [Fact]
    public void A_head_of_a_version_without_customers_says_so()
    {
        var period = RollupPeriod.Of(RollupLength.Day, Minute.Of(Some.At("12:00")));
        var item = Stored(period, RollupSum.Nothing, 0);
        item.Remove(RollupItem.CustomerSegmentCount);
        item.Remove(ItemChecksum.Name);
        item.Seal();

        Assert.Null(RollupItem.ReadHead(period.Length, item)!.Value.CustomerSegments);
    }

    [Fact]
    public void A_flipped_bit_anywhere_makes_the_sum_unknown() =>
        Gen.Select(Rollups, Gen.Long[0, 9], Gen.Int[0, 1_000_000_000]).Sample((rollup, invalidations, seed) =>
        {
            var item = Stored(rollup.Period, rollup.Sum, invalidations);
            if (Flips.TryFlip(item, new Random(seed), but: [MinuteItem.SortKey]))
            {
                Assert.Null(RollupItem.ReadHead(rollup.Period.Length, item)!.Value.State.Sum);
            }
        });

    [Fact]
    public void A_segment_of_which_a_bit_was_flipped_is_none() => Gen.Select(Rollups, Gen.Int[0, 1_000_000_000]).Sample((rollup, seed) =>
    {
        foreach (var segment in RollupItem.Segments(rollup.Period, rollup.Sum.Tally, "v"))
        {
            if (Flips.TryFlip(segment, new Random(seed)))
            {
                Assert.Null(RollupItem.SegmentOf(segment));
            }
        }
    });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    public void A_sum_of_another_invalidation_count_is_none(long sumOf, long invalidations)
    {
        var period = RollupPeriod.Of(RollupLength.Quarter, Minute.Of(Some.At("12:00")));
        var item = Stored(period, RollupSum.Nothing, sumOf);
        Count(item, invalidations);

        Assert.Equal(new RollupState(invalidations, null), RollupItem.ReadHead(period.Length, item)!.Value.State);
    }

    [Fact]
    public void A_period_that_was_only_invalidated_has_no_sum()
    {
        var period = RollupPeriod.Of(RollupLength.Day, Minute.Of(Some.At("12:00")));
        var item = RollupItem.KeyOf(period);
        Count(item, 4);

        Assert.Equal(new RollupState(4, null), RollupItem.ReadHead(period.Length, item)!.Value.State);
    }

    [Theory]
    [InlineData("2026-11-23T12:01Z")]
    [InlineData("noon")]
    public void An_item_that_is_not_on_the_grid_is_no_rollup(string start)
    {
        var item = Stored(RollupPeriod.Of(RollupLength.Quarter, Minute.Of(Some.At("12:00"))), RollupSum.Nothing, 0);
        item[MinuteItem.SortKey].S = start;

        Assert.Null(RollupItem.ReadHead(RollupLength.Quarter, item));
    }

    private static Dictionary<string, AttributeValue> Stored(RollupPeriod period, RollupSum sum, long invalidations)
    {
        var item = RollupItem.Sum(period, sum, invalidations, "v", 1, 0);
        if (invalidations > 0)
        {
            Count(item, invalidations);
        }

        return item;
    }

    private static void Count(Dictionary<string, AttributeValue> item, long invalidations)
    {
        item[RollupItem.Invalidations] = MinuteItem.Number(invalidations);
        item[RollupItem.InvalidationsCheck] = MinuteItem.Number(-invalidations);
    }
}
