using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Tallies;

public class LanePlanTests
{
    private static readonly Minute Noon = Minute.Of(Some.At("12:00"));
    private static readonly LanePlan Changed = LanePlan.Always(2).Then(Noon, 8).Then(Noon.Plus(30), 4);

    [Fact]
    public void The_number_of_lanes_holds_from_its_minute_on() =>
        Assert.Equal([2, 8, 8, 4, 4], new[] { -1L, 0, 29, 30, 1000 }.Select(minutes => Changed.LanesAt(Noon.Plus(minutes))));

    [Fact]
    public void A_range_is_read_from_every_lane_that_its_minutes_have()
    {
        var range = new MinuteRange(Noon.Plus(-1), Noon.Plus(2));

        Assert.Equal(
            Enumerable.Range(0, 2).Select(lane => (lane, new MinuteRange(Noon.Plus(-1), Noon)))
                .Concat(Enumerable.Range(0, 8).Select(lane => (lane, new MinuteRange(Noon, Noon.Plus(2))))),
            Changed.LanesOver(range));
    }

    [Fact]
    public void Every_document_of_a_range_is_among_the_lanes_read() =>
        Gen.Select(Gen.Int, Gen.Long[-100, 100], Gen.Long[-100, 100], Gen.Long[1, 60]).Sample((number, minute, from, length) =>
        {
            var range = new MinuteRange(Noon.Plus(from), Noon.Plus(from + length));
            var key = Changed.DocumentOf(Noon.Plus(minute), new ChangeId(Some.Id(number), 1).Fingerprint());
            return range.Contains(key.Minute)
                == Changed.LanesOver(range).Any(lane => lane.Lane == key.Lane && lane.Minutes.Contains(key.Minute));
        });

    [Fact]
    public void A_lane_is_a_slice_of_the_hash_space_in_which_Kinesis_splits_its_shards() =>
        Gen.Int.Sample(number =>
        {
            var id = Some.Id(number);
#pragma warning disable CA5351 // the hash of Kinesis
            var hash = new BigInteger(MD5.HashData(Encoding.UTF8.GetBytes(id.ToString())), isUnsigned: true, isBigEndian: true);
#pragma warning restore CA5351
            var shardOfFour = (int)(hash * 4 / BigInteger.Pow(2, 128));
            return LanePlan.Always(4).DocumentOf(Noon, new ChangeId(id, 1).Fingerprint()).Lane == shardOfFour;
        });

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(512)]
    [InlineData(-4)]
    public void The_number_of_lanes_is_a_power_of_two_up_to_256(int lanes) =>
        Assert.Throws<ArgumentException>(() => LanePlan.Always(lanes));
}
