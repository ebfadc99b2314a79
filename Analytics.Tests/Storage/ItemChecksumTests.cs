using System.Text;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Storage;

public class ItemChecksumTests
{
    private static readonly DocumentKey Key = new(3, Minute.Of(Some.At("12:00")));
    private static readonly RollupPeriod Quarter = RollupPeriod.Of(RollupLength.Quarter, Key.Minute);

    private static readonly QuarantinedRecord Record = new(
        "kinesis", "stream", "1", "No.", Encoding.UTF8.GetBytes("data"), Some.At("12:00"))
    {
        ArrivedAt = Some.At("11:59"),
    };

    public static TheoryData<string> Kinds => [.. Items().Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_item_is_sealed(string kind) => Assert.True(Items()[kind].IsSealed());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_flipped_bit_of_any_attribute_is_found(string kind)
    {
        foreach (var name in Items()[kind].Keys)
        {
            for (var seed = 0; seed < 100; seed++)
            {
                var item = Items()[kind];
                var others = item.Keys.Where(other => other != name).ToArray();
                Assert.True(!Flips.TryFlip(item, new Random(seed), but: others) || !item.IsSealed(), $"{name}, seed {seed}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_attribute_that_is_gone_or_came_or_has_another_name_is_found(string kind)
    {
        foreach (var name in Items()[kind].Keys)
        {
            var (without, renamed, more) = (Items()[kind], Items()[kind], Items()[kind]);
            renamed[$"{name}2"] = renamed[name];
            renamed.Remove(name);
            without.Remove(name);
            more[$"{name}2"] = new AttributeValue { S = "" };

            Assert.False(without.IsSealed() || renamed.IsSealed() || more.IsSealed(), name);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_order_of_the_attributes_does_not_matter(string kind)
    {
        var item = Items()[kind];

        Assert.True(item.Reverse().ToDictionary().IsSealed());
        Assert.True(item.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).ToDictionary().IsSealed());
    }

    [Fact]
    public void A_value_under_the_name_of_another_is_found()
    {
        var item = Items()["head"];
        (item[MinuteItem.Orders], item[MinuteItem.Cancelled]) = (item[MinuteItem.Cancelled], item[MinuteItem.Orders]);

        Assert.False(item.IsSealed());
    }

    [Fact]
    public void A_number_that_became_a_text_is_found()
    {
        var item = Items()["head"];
        item[MinuteItem.Orders] = new AttributeValue { S = item[MinuteItem.Orders].N };

        Assert.False(item.IsSealed());
    }

    // As the table gives them back, whatever of it the client shows of a collection without elements.
    [Fact]
    public void An_empty_map_or_list_is_the_same_as_none_and_not_the_same_as_one_with_something_in_it()
    {
        AttributeValue[] nothing =
        [
            new() { M = [], IsMSet = true }, new() { M = [] }, new() { L = [], IsLSet = true }, new() { L = [] }, new(),
        ];

        Assert.Single(nothing.Select(value => ItemChecksum.Of(new() { ["a"] = value }).S).Distinct());
        Assert.NotEqual(
            ItemChecksum.Of(new() { ["a"] = nothing[0] }).S, ItemChecksum.Of(
                new() { ["a"] = new() { M = new() { ["USD"] = new() { N = "0" } } } }).S);
        Assert.NotEqual(ItemChecksum.Of(new() { ["a"] = nothing[0] }).S, ItemChecksum.Of([]).S);
    }

    [Fact]
    public void The_order_within_a_map_does_not_matter_and_within_a_list_does()
    {
        var (one, two) = (new AttributeValue { N = "1" }, new AttributeValue { N = "2" });

        Assert.Equal(
            ItemChecksum.Of(new() { ["a"] = new() { M = new() { ["x"] = one, ["y"] = two } } }).S,
            ItemChecksum.Of(new() { ["a"] = new() { M = new() { ["y"] = two, ["x"] = one } } }).S);
        Assert.NotEqual(
            ItemChecksum.Of(new() { ["a"] = new() { L = [one, two] } }).S, ItemChecksum.Of(new() { ["a"] = new() { L = [two, one] } }).S);
    }

    [Fact]
    public void A_checksum_that_is_no_text_is_none()
    {
        var item = Items()["head"];
        item[ItemChecksum.Name] = new AttributeValue { N = "1" };

        Assert.False(item.IsSealed());
    }

    [Fact]
    public void Attributes_that_are_left_out_may_change_and_others_may_not()
    {
        var item = Items()["rollup"];
        item[RollupItem.Invalidations] = new AttributeValue { N = "3" };
        item[RollupItem.InvalidationsCheck] = new AttributeValue { N = "-3" };

        Assert.True(item.IsSealed(RollupItem.Invalidations, RollupItem.InvalidationsCheck));
        Assert.False(item.IsSealed(RollupItem.Invalidations));
    }

    // Values of CRC-32C over the texts were computed by another implementation: the checksum is part of the format.
    [Fact]
    public void The_checksum_is_the_sum_of_CRC_32C_over_name_type_and_value_of_each_attribute()
    {
        var item = new Dictionary<string, AttributeValue>
        {
            ["pk"] = new() { S = "minute#0" }, ["orders"] = new() { N = "12" }, ["items"] = new() { B = new MemoryStream([1, 2, 3]) },
        };

        var sum = unchecked(Crc32C("pkSminute#0"u8) + Crc32C("ordersN12"u8) + Crc32C([.. "itemsB"u8, 1, 2, 3]));
        Assert.Equal($"{sum:x8}", ItemChecksum.Of(item).S);
        Assert.Equal(0xE3069283u, Crc32C("123456789"u8));
    }

    [Fact]
    public void Texts_of_any_length_are_covered_to_their_ends() => Gen.Int[0, 2_000].Sample(length =>
    {
        var text = new string('é', length);

        Assert.NotEqual(
            ItemChecksum.Of(new() { ["a"] = new() { S = text + "a" } }).S, ItemChecksum.Of(new() { ["a"] = new() { S = text + "b" } }).S);
    });

    // Bit by bit, as RFC 3720 defines it.
    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? crc >> 1 ^ 0x82F63B78 : crc >> 1;
            }
        }

        return ~crc;
    }

    private static Dictionary<string, Dictionary<string, AttributeValue>> Items()
    {
        var document = new CachedDocument(Key);
        document.Apply(document.Next(Delta(1), "w1", Some.At("12:01"), maxHeadBytes: 0));
        var moved = document.Next(Delta(2), "w2", Some.At("12:01"), maxHeadBytes: 0);
        document.Apply(moved);
        var sum = RollupSum.Nothing.Plus(Tally.Of([Some.Order(1), Some.Order(2, currency: Some.Eur)]), Some.At("12:40"));
        return new Dictionary<string, Dictionary<string, AttributeValue>>
        {
            ["head"] = MinuteItem.Write(document.Next(Delta(3), "w3", Some.At("12:01"), maxHeadBytes: 10_000).Head),
            ["head without anything"] = MinuteItem.Write(
                new MinuteHead(Key, new Tally(), [], [], default, new HeadState(1, SegmentList.None, "", Some.At("12:01")))),
            ["segment"] = MinuteSegmentItem.Write(moved.Segment!),
            ["rollup"] = RollupItem.Sum(Quarter, sum, 3, "v", 1, 0),
            ["rollup of nothing"] = RollupItem.Sum(Quarter, RollupSum.Nothing, 0, "v", 0, 0),
            ["rollup segment"] = RollupItem.Segments(Quarter, sum.Tally, "v")[0],
            ["rollup customers"] = RollupItem.CustomerSegment(Quarter, sum.Customers, "v")!,
            ["quarantine"] = QuarantineItem.WriteHead(Record, "w"),
            ["quarantine segment"] = QuarantineItem.WriteSegment(Record, "w", 1),
        };
    }

    private static TallyDelta Delta(int order)
    {
        var delta = new TallyDelta();
        delta.Add(Some.Placed(Some.Order(order)));
        delta.Add(new EditMark(Some.Change(order), new StreamPosition(7)));
        return delta;
    }
}
