using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core.Tallies;

public class CachedDocumentTests
{
    private static readonly DocumentKey Key = new(0, Minute.Of(Some.At("12:00")));

    [Fact]
    public void What_would_make_a_part_too_large_moves_out_into_a_piece_and_the_totals_stay()
    {
        var view = new CachedDocument(Key);
        view.Learn(view.Next(TallyDelta(1), "w1", Some.At("12:01"), partBytesMax: 10_000));
        var moved = view.Next(TallyDelta(2), "w2", Some.At("12:01"), partBytesMax: 250);
        view.Learn(moved);
        var next = view.Next(TallyDelta(3), "w3", Some.At("12:01"), partBytesMax: 10_000);

        Assert.Equal((0, 2L, 0, 2L), (moved.Part.Number, moved.Part.Revision, moved.Part.Seen.Count, moved.Part.Tally.Totals.Orders));
        Assert.Empty(moved.Part.Tally.Items);
        Assert.Equal((0, "w2", "", 2), (moved.Piece!.Number, moved.Piece.Token, moved.Piece.Previous, moved.Piece.Seen.Count));
        Assert.Equal((3L, 3L, 1, new SegmentList(1, "w2")), (next.Part.Revision, next.Part.Tally.Totals.Orders, next.Part.Seen.Count, next.Part.Pieces));
        Assert.Null(next.Piece);
    }

    [Fact]
    public void A_part_is_written_again_with_the_sum_and_the_next_revision()
    {
        var view = new CachedDocument(Key);
        view.Learn(view.Next(TallyDelta(1), "w1", Some.At("12:01"), partBytesMax: 10_000));
        var second = view.Next(TallyDelta(2), "w2", Some.At("12:01"), partBytesMax: 10_000).Part;

        Assert.Equal((0, 2L, 2, 2L), (second.Number, second.Revision, second.Seen.Count, second.Tally.Totals.Orders));
    }

    [Fact]
    public void Nothing_is_added_before_every_piece_of_the_last_part_is_known()
    {
        var writer = new CachedDocument(Key);
        var moved = writer.Next(TallyDelta(1), "w1", Some.At("12:01"), partBytesMax: 0);
        var reader = new CachedDocument(Key);
        reader.Learn(moved.Part);

        Assert.False(reader.IsComplete);
        Assert.Throws<InvalidOperationException>(() => reader.Next(TallyDelta(2), "w2", Some.At("12:01"), partBytesMax: 10_000));

        reader.Learn([moved.Piece!]);

        Assert.True(reader.HasCounted(new ChangeId(Some.Id(1), 1).Fingerprint()));
        Assert.Equal(2, reader.Next(TallyDelta(2), "w2", Some.At("12:01"), partBytesMax: 10_000).Part.Revision);
    }

    [Fact]
    public void An_older_part_teaches_identities_but_does_not_become_the_last()
    {
        var parts = FormatOne.Parts(Key, [Some.Placed(Some.Order(1))], [Some.Placed(Some.Order(2))]).Select(MinuteItem.Read).ToList();

        var reader = new CachedDocument(Key);
        reader.Learn(parts[1]);
        reader.Learn(parts[0]);

        Assert.True(reader.HasCounted(new ChangeId(Some.Id(1), 1).Fingerprint()));
        Assert.Equal(1, reader.Next(TallyDelta(3), "w3", Some.At("12:01"), partBytesMax: 10_000).Part.Number);
    }

    [Fact]
    public void Pieces_are_picked_by_what_names_them_and_one_that_is_missing_is_noticed()
    {
        MinuteSegment Piece(int number, string token, string previous) => new(Key, number, token, previous, default, []);
        var found = new[] { Piece(0, "x", ""), Piece(0, "a", ""), Piece(1, "b", "a"), Piece(1, "y", "x"), Piece(2, "c", "b") };
        var list = new SegmentList(3, "c");

        Assert.Equal(["a", "b", "c"], list.Pick(found)!.Select(piece => piece.Token));
        Assert.Equal(["c"], list.Pick(found, from: 2)!.Select(piece => piece.Token));
        Assert.Empty(list.Pick([], from: 3)!);
        Assert.Null(list.Pick(found.Where(piece => piece.Token != "a")));
        Assert.Null(new SegmentList(3, "d").Pick(found));
    }

    [Fact]
    public void Versions_of_an_order_are_counted_apart()
    {
        var view = new CachedDocument(Key);
        view.Learn(view.Next(TallyDelta(1), "w1", Some.At("12:01"), partBytesMax: 10_000));

        Assert.Equal((true, false), (
            view.HasCounted(new ChangeId(Some.Id(1), 1).Fingerprint()), view.HasCounted(new ChangeId(Some.Id(1), 2).Fingerprint())));
    }

    private static TallyDelta TallyDelta(int order)
    {
        var contribution = new TallyDelta();
        contribution.Add(Some.Placed(Some.Order(order)));
        return contribution;
    }
}
