using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Tallies;

public class CachedDocumentTests
{
    private static readonly DocumentKey Key = new(0, Minute.Of(Some.At("12:00")));
    private static readonly int[] Seconds = [9, 10, 11, 21];

    [Fact]
    public void What_would_make_a_head_too_large_moves_out_into_a_segment_and_the_totals_stay()
    {
        var document = new CachedDocument(Key);
        document.Apply(document.Next(Delta(1), "w1", Some.At("12:01"), maxHeadBytes: 10_000));
        var moved = document.Next(Delta(2), "w2", Some.At("12:01"), maxHeadBytes: 250);
        document.Apply(moved);
        var next = document.Next(Delta(3), "w3", Some.At("12:01"), maxHeadBytes: 10_000);

        Assert.Equal((2L, 0, 2L), (moved.Head.Revision, moved.Head.Ids.Count, moved.Head.Tally.Totals.Orders));
        Assert.Empty(moved.Head.Tally.Items);
        Assert.Equal((0, "w2", "", 2), (moved.Segment!.Number, moved.Segment.Token, moved.Segment.Previous, moved.Segment.Ids.Count));
        Assert.Equal(
            (3L, 3L, 1, new SegmentList(1, "w2")),
            (next.Head.Revision, next.Head.Tally.Totals.Orders, next.Head.Ids.Count, next.Head.Segments));
        Assert.Null(next.Segment);
    }

    [Fact]
    public void A_head_is_written_again_with_the_sum_and_the_next_revision()
    {
        var document = new CachedDocument(Key);
        document.Apply(document.Next(Delta(1), "w1", Some.At("12:01"), maxHeadBytes: 10_000));
        var second = document.Next(Delta(2), "w2", Some.At("12:01"), maxHeadBytes: 10_000).Head;

        Assert.Equal((2L, 2, 2L), (second.Revision, second.Ids.Count, second.Tally.Totals.Orders));
    }

    [Fact]
    public void Nothing_is_added_before_every_segment_of_the_head_is_known()
    {
        var moved = new CachedDocument(Key).Next(Delta(1), "w1", Some.At("12:01"), maxHeadBytes: 0);
        var reader = new CachedDocument(Key);
        reader.Apply(moved.Head);

        Assert.False(reader.IsComplete);
        Assert.Throws<InvalidOperationException>(() => reader.Next(Delta(2), "w2", Some.At("12:01"), maxHeadBytes: 10_000));

        reader.Apply([moved.Segment!]);

        Assert.True(reader.HasCounted(Some.Change(1)));
        Assert.Equal(2, reader.Next(Delta(2), "w2", Some.At("12:01"), maxHeadBytes: 10_000).Head.Revision);
    }

    [Fact]
    public void An_older_head_brings_ids_but_does_not_become_the_last()
    {
        var writer = new CachedDocument(Key);
        var first = writer.Next(Delta(1), "w1", Some.At("12:01"), maxHeadBytes: 10_000).Head;
        writer.Apply(first);
        var second = writer.Next(Delta(2), "w2", Some.At("12:01"), maxHeadBytes: 10_000).Head;

        var reader = new CachedDocument(Key);
        reader.Apply(second);
        reader.Apply(first with { Ids = [Some.Change(9)] });

        Assert.True(reader.HasCounted(Some.Change(9)));
        Assert.Equal(3, reader.Next(Delta(3), "w3", Some.At("12:01"), maxHeadBytes: 10_000).Head.Revision);
    }

    [Fact]
    public void A_segment_that_does_not_follow_those_that_are_known_is_refused()
    {
        var writer = new CachedDocument(Key);
        var first = writer.Next(Delta(1), "w1", Some.At("12:01"), maxHeadBytes: 0);
        writer.Apply(first);
        var second = writer.Next(Delta(2), "w2", Some.At("12:01"), maxHeadBytes: 0);
        var reader = new CachedDocument(Key);
        reader.Apply(second.Head);

        Assert.Throws<ArgumentException>(() => reader.Apply([second.Segment!]));
        Assert.Throws<ArgumentException>(() => reader.Apply([first.Segment! with { Key = new DocumentKey(1, Key.Minute) }]));
        reader.Apply([first.Segment!, second.Segment!]);
        Assert.True(reader.IsComplete);
    }

    // The document had expired, or was damaged and written anew: what is known of the one before says nothing of it.
    [Fact]
    public void A_head_that_was_begun_anew_does_not_continue_what_is_known()
    {
        var document = new CachedDocument(Key);
        var first = document.Next(Delta(1), "w1", Some.At("12:01"), maxHeadBytes: 0);
        document.Apply(first);
        var second = document.Next(Delta(2), "w2", Some.At("12:01"), maxHeadBytes: 0);
        document.Apply(second);

        Assert.True(document.IsContinuedBy(second.Head));
        Assert.True(document.IsContinuedBy(document.Next(Delta(3), "w3", Some.At("12:01"), maxHeadBytes: 0).Head));
        Assert.False(document.IsContinuedBy(first.Head));
        Assert.False(
            document.IsContinuedBy(second.Head with { State = second.Head.State with { Segments = new SegmentList(2, "other") } }));
        Assert.False(document.IsContinuedBy(new CachedDocument(Key).Next(Delta(1), "w1", Some.At("12:01"), maxHeadBytes: 10_000).Head));
    }

    [Fact]
    public void Segments_are_picked_by_what_names_them_and_one_that_is_missing_is_noticed()
    {
        MinuteSegment Segment(int number, string token, string previous) => new(Key, number, token, previous, default, [], []);
        var found = new[] { Segment(0, "x", ""), Segment(0, "a", ""), Segment(1, "b", "a"), Segment(1, "y", "x"), Segment(2, "c", "b") };
        var list = new SegmentList(3, "c");

        Assert.Equal(["a", "b", "c"], list.Pick(found)!.Select(segment => segment.Token));
        Assert.Equal(["c"], list.Pick(found, from: 2)!.Select(segment => segment.Token));
        Assert.Empty(list.Pick([], from: 3)!);
        Assert.Null(list.Pick(found.Where(segment => segment.Token != "a")));
        Assert.Null(new SegmentList(3, "d").Pick(found));
    }

    [Fact]
    public void Changes_of_an_order_are_counted_apart()
    {
        var document = new CachedDocument(Key);
        document.Apply(document.Next(Delta(1), "w1", Some.At("12:01"), maxHeadBytes: 10_000));

        Assert.Equal((true, false), (document.HasCounted(Some.Change(1)), document.HasCounted(Some.Change(1, 2))));
        Assert.False(document.HasCounted(ChangeId.None));
    }

    [Fact]
    public void Of_two_edits_of_an_order_with_an_id_the_first_marks_it()
    {
        StreamPosition At(int second) => StreamPosition.Of(second, "1"u8);
        var head = new CachedDocument(Key).Next(Delta(1), "w", Some.At("12:01"), maxHeadBytes: 10_000).Head;
        foreach (var marks in new EditMark[][] { [new(Some.Change(1), At(20)), new(Some.Change(1), At(10))], [new(Some.Change(1), At(10)),
            new(Some.Change(1), At(20))] })
        {
            var document = new CachedDocument(Key);
            document.Apply(head with { Marks = marks });

            Assert.Equal([false, false, true, true], Seconds.Select(second => document.IsMarked(Some.Change(1), At(second))));
            Assert.Equal((true, false), (document.IsMarked(Some.Change(1)), document.IsMarked(Some.Change(2))));
        }
    }

    [Fact]
    public void Any_number_of_ids_is_known_and_no_other() =>
        Gen.ULong[1, 1_000].Array[0, 300].Sample(values =>
        {
            // Neighbours in their low bits collide in the table; what is not there is looked for among them.
            var counted = new CountedChanges();
            var expected = new HashSet<ulong>();
            foreach (var value in values.Select(value => value * 64))
            {
                Assert.Equal(expected.Add(value), counted.Add(new ChangeId(value)));
            }

            Assert.Equal(expected.Count, counted.Count);
            Assert.All(Enumerable.Range(0, 1_001),
                value => Assert.Equal(expected.Contains((ulong)value * 64), counted.Contains(new ChangeId((ulong)value * 64))));
            counted.Clear();
            Assert.Equal((0, false), (counted.Count, counted.Contains(new ChangeId(64))));
        });

    private static TallyDelta Delta(int order)
    {
        var delta = new TallyDelta();
        delta.Add(Some.Placed(Some.Order(order)));
        return delta;
    }
}
