using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Storage;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Storage;

public class MinuteItemTests
{
    private static readonly DocumentKey Key = new(0, Minute.Of(Some.At("12:00")));

    private static readonly Gen<DocumentKey> Keys = Gen.Select(Gen.Int[0, 255], Gen.Long[0, 60_000_000])
        .Select((lane, minute) => new DocumentKey(lane, new Minute(minute)));

    private static readonly Gen<EditMark> Mark = Gen.Select(Gen.ULong, Gen.Long[0, uint.MaxValue], Gen.Int[0, 999_999_999]).Select((
        change, seconds, digits) =>
        new EditMark(
            new ChangeId(change), StreamPosition.Of(seconds, Encoding.ASCII.GetBytes(digits.ToString(CultureInfo.InvariantCulture)))));

    private static readonly Gen<MinuteWrite> Writes = Gen.Select(Keys, Gens.Histories, Mark.Array[0, 5], Gen.Bool).Select((
        key, histories, marks, moves) =>
    {
        var delta = new TallyDelta();
        histories.SelectMany(history => history).ToList().ForEach(change => delta.Add(change));
        marks.ToList().ForEach(mark => delta.Add(mark));
        var document = new CachedDocument(key);
        if (moves)
        {
            document.Apply(document.Next(delta, "0", Some.At("12:01"), maxHeadBytes: 0));
        }

        return document.Next(delta, "w", Some.At("12:01:00.123"), moves ? 0 : int.MaxValue);
    });

    [Fact]
    public void A_head_reads_back_as_it_was_written() => Writes.Sample(write =>
    {
        var (head, read) = (write.Head, MinuteItem.Read(MinuteItem.Write(write.Head)));

        Assert.Equal((head.Key, head.State), (read.Key, read.State));
        Assert.Equal((head.Tally, Bytes(head.Items)), (read.Tally, Bytes(read.Items)));
        Assert.Equal(head.Ids, read.Ids);
        Assert.Equal(head.Marks, read.Marks);
    });

    [Fact]
    public void The_sums_of_a_head_are_read_with_its_items_or_without() => Writes.Sample(write =>
    {
        var item = MinuteItem.Write(write.Head);
        var (totals, all) = (MinuteItem.ReadSums(item, withItems: false), MinuteItem.ReadSums(item, withItems: true));

        Assert.Equal(write.Head.Tally, all.Tally);
        Assert.Equal((write.Head.Tally.Totals, 0), (totals.Tally.Totals, totals.Tally.Items.Count));
        Assert.Equal(
            (write.Head.Key, write.Head.Revision, write.Head.CommittedAt, write.Head.Segments),
                (all.Key, all.Revision, all.CommittedAt, all.Segments));
    });

    [Fact]
    public void A_segment_reads_back_as_it_was_written() => Writes.Where(write => write.Segment is not null).Sample(write =>
    {
        var (segment, read) = (write.Segment!, MinuteSegmentItem.Read(MinuteSegmentItem.Write(write.Segment!)));

        Assert.Equal(
            (segment.Key, segment.Number, segment.Token, segment.Previous, Bytes(segment.Items)),
            (read.Key, read.Number, read.Token, read.Previous, Bytes(read.Items)));
        Assert.Equal(segment.Ids, read.Ids);
        Assert.Equal(segment.Marks, read.Marks);
    }, iter: 200);

    [Fact]
    public void A_flipped_bit_anywhere_in_a_head_or_a_segment_is_damage() =>
        Gen.Select(Writes, Gen.Int[0, 1_000_000_000]).Sample((write, seed) =>
        {
            var random = new Random(seed);
            var head = MinuteItem.Write(write.Head);
            if (Flips.TryFlip(head, random, but: [MinuteItem.PartitionKey, MinuteItem.SortKey, MinuteItem.FormatName]))
            {
                AssertDamaged(write.Head.Key, () => MinuteItem.Read(head));
                AssertDamaged(write.Head.Key, () => MinuteItem.ReadSums(head, withItems: false));
            }

            if (write.Segment is { } moved && MinuteSegmentItem.Write(moved) is var segment
                && Flips.TryFlip(segment, random, but: [MinuteItem.PartitionKey, MinuteItem.SortKey, MinuteItem.FormatName]))
            {
                AssertDamaged(moved.Key, () => MinuteSegmentItem.Read(segment));
            }
        });

    [Fact]
    public void An_item_under_the_key_of_another_is_damage()
    {
        var (head, other) = (MinuteItem.Write(Head()), Key with { Lane = 1 });
        foreach (var (name, value) in MinuteItem.KeyOf(other))
        {
            head[name] = value;
        }

        AssertDamaged(other, () => MinuteItem.Read(head));
    }

    [Fact]
    public void A_segment_under_the_number_of_another_is_damage()
    {
        var segment = MinuteSegmentItem.Write(new MinuteSegment(Key, 0, "w", "", default, [Some.Change(1)], []));
        segment[MinuteItem.SortKey].S = segment[MinuteItem.SortKey].S.Replace("#00000#", "#00001#", StringComparison.Ordinal);

        AssertDamaged(Key, () => MinuteSegmentItem.Read(segment));
    }

    [Fact]
    public void An_item_of_a_newer_format_is_newer_whether_its_checksum_is_known_or_not()
    {
        var head = MinuteItem.Write(Head());
        var segment = MinuteSegmentItem.Write(new MinuteSegment(Key, 0, "w", "", default, [], []));
        foreach (var item in new[] { head, segment })
        {
            item[MinuteItem.FormatName].N = "3";
        }

        foreach (var read in new Action[] { () => MinuteItem.Read(head), () => MinuteItem.ReadSums(head, true),
            () => MinuteSegmentItem.Read(segment) })
        {
            var newer = Assert.Throws<DocumentUnreadableException>(read);
            Assert.Equal((Key, true), (newer.Key, newer.IsNewer));
            Assert.EndsWith("has format 3, and this version reads up to 2.", newer.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("orders", "9223372036854775807", "its orders are out of range")]
    [InlineData("cancelled", "-9223372036854775808", "its cancelled are out of range")]
    [InlineData("units", "1000000000000000001", "its units are out of range")]
    [InlineData("rev", "9223372036854775807", "its revision is out of range")]
    [InlineData("rev", "0", "its revision is out of range")]
    [InlineData("rev", "-1", "its revision is out of range")]
    [InlineData("segments", "0", "it does not name its segments")]
    [InlineData("segments", "100001", "it does not name its segments")]
    public void A_number_that_a_commit_could_not_go_on_from_is_damage(string attribute, string value, string expected)
    {
        var item = MinuteItem.Write(Head());
        item[attribute] = new AttributeValue { N = value };
        item.Seal();

        var damage = AssertDamaged(Key, () => MinuteItem.Read(item));

        Assert.EndsWith($"cannot be read: {expected}.", damage.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("changeIds", 7, "its change ids are not a multiple of 8 bytes")]
    [InlineData("editMarks", 24, "its edit marks are not a multiple of 16 bytes")]
    public void Ids_that_are_cut_off_are_damage(string attribute, int bytes, string expected)
    {
        var item = MinuteItem.Write(Head());
        item[attribute] = new AttributeValue { B = new MemoryStream(new byte[bytes]) };
        item.Seal();

        Assert.EndsWith($"cannot be read: {expected}.", AssertDamaged(Key, () => MinuteItem.Read(item)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revenue_that_a_commit_could_not_go_on_from_is_damage()
    {
        var item = MinuteItem.Write(Head());
        item["revenue"].M["USD"] = new AttributeValue { N = Int128.MaxValue.ToString(CultureInfo.InvariantCulture) };
        item.Seal();

        var damage = AssertDamaged(Key, () => MinuteItem.Read(item));

        Assert.EndsWith("cannot be read: its revenue in USD cannot be read.", damage.Message, StringComparison.Ordinal);
    }

    private static DocumentUnreadableException AssertDamaged(DocumentKey key, Action read)
    {
        var damaged = Assert.Throws<DocumentUnreadableException>(read);
        Assert.Equal((key, false), (damaged.Key, damaged.IsNewer));
        return damaged;
    }

    private static string Bytes(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);

    private static MinuteHead Head()
    {
        var delta = new TallyDelta();
        delta.Add(Some.Placed(Some.Order()));
        return new CachedDocument(Key).Next(delta, "w", Some.At("12:01"), 8 * 1024).Head;
    }
}
