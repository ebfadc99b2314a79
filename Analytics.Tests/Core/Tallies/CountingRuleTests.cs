using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core.Tallies;

/// <summary>The counting rules one by one; <see cref="CountingRuleLawsTests"/> holds them together.</summary>
public class CountingRuleTests
{
    private const CountingVerdict Counted = CountingVerdict.Counted;
    private const CountingVerdict Duplicate = CountingVerdict.Duplicate;
    private const CountingVerdict Gap = CountingVerdict.Gap;

    private static readonly Order Placed = Some.Order();
    private static readonly Order Cancelled = Some.Cancel(Placed);
    private static readonly Order Doubled = Placed with { Lines = [new OrderLine("tea", 4, 350)] };
    private static readonly Order Later = Placed with { PlacedAt = Some.At("12:01") };

    private readonly Dictionary<DocumentKey, CachedDocument> _documents = [];

    [Fact]
    public void A_change_counts_once_whichever_source_is_first()
    {
        Assert.Equal([Counted, Duplicate, Duplicate], Count(Some.Placed(Placed), Some.Streamed(null, Placed), Some.Placed(Placed)));
        Assert.Equal(
            [Counted, Duplicate, Duplicate], Count(
            Some.Streamed(Placed, Cancelled, 2), Some.Cancelled(Placed), Some.Streamed(Placed, Cancelled, 2)));
        HoldsOnly(Cancelled);
    }

    [Fact]
    public void A_cancellation_from_Kinesis_counts_after_what_it_takes_back_and_not_before()
    {
        Assert.Equal([Gap, Counted, Counted], Count(Some.Cancelled(Placed), Some.Placed(Placed), Some.Cancelled(Placed)));
        HoldsOnly(Cancelled);
    }

    [Fact]
    public void What_a_change_follows_may_be_counted_by_the_same_write()
    {
        var document = new CachedDocument(KeyOf(Placed));
        var delta = new TallyDelta();
        var table = ChangeTable.Of([Some.Placed(Placed), Some.Cancelled(Placed), Some.Placed(Placed)]);

        Assert.Equal([Counted, Counted, Duplicate], Enumerable.Range(0, 3).Select(row => CountingRule.Count(table[row], document, delta)));
        Assert.Equal(Tally.Of([Cancelled]), delta.Tally);
    }

    [Fact]
    public void A_change_of_an_order_of_another_writer_is_left_to_the_table_stream()
    {
        var ofAnother = Placed with { ChangeIds = [] };
        var cancelled = Some.Cancel(ofAnother);

        Assert.Equal(
            [Counted, Gap, Counted, Duplicate],
            Count(
                Some.Streamed(null, ofAnother), OrderChange.Published(ofAnother, cancelled), Some.Streamed(ofAnother, cancelled, 2),
                OrderChange.Published(ofAnother, cancelled)));
        HoldsOnly(cancelled);
    }

    [Fact]
    public void An_edit_counts_once_for_each_of_its_records()
    {
        Assert.Equal(
            [Counted, Counted, Duplicate, Counted, Counted, Duplicate, Duplicate],
            Count(
                Some.Streamed(null, Placed, 1), Some.Streamed(Placed, Doubled, 2), Some.Streamed(Placed, Doubled, 2),
                Some.Streamed(Doubled, Placed, 3),
                Some.Streamed(Placed, Doubled, 4), Some.Streamed(Doubled, Placed, 3), Some.Placed(Placed)));
        HoldsOnly(Doubled);
    }

    [Fact]
    public void An_edit_of_what_does_not_count_is_passed_over()
    {
        Assert.Equal(
            [Counted, Duplicate], Count(
            Some.Streamed(null, Placed, 1), Some.Streamed(Placed, Placed with { Reference = "A-1", Version = 9 }, 2)));
        Assert.Equal([Placed.LastChange], Document(Placed).Head!.Ids);
    }

    [Fact]
    public void An_edit_of_the_customer_counts()
    {
        var others = Placed with { CustomerId = "c-2" };

        Assert.Equal([Counted, Counted, Duplicate], Count(
            Some.Streamed(null, Placed, 1), Some.Streamed(Placed, others, 2), Some.Streamed(Placed, others, 2)));
        HoldsOnly(others);
    }

    // Without a trace of it in the document, the copy would be taken for the first delivery of the placement.
    [Fact]
    public void An_edit_that_only_drops_the_change_ids_is_remembered()
    {
        var without = Placed with { ChangeIds = [] };
        var deleted = Some.Streamed(without, null, 3);

        Assert.Equal(
            [Counted, Counted, Counted, Counted, Duplicate],
            Count(
                Some.Streamed(null, Placed, 1), Some.Streamed(Placed, without, 2), deleted, Some.Streamed(null, Placed, 4),
                Some.Streamed(null, Placed, 4)));
        HoldsOnly(Placed);
    }

    [Theory]
    [InlineData("12:30:02")] // within the same second
    [InlineData("23:00")]
    public void An_order_that_is_deleted_and_put_back_with_its_old_ids_counts_again(string at)
    {
        var (placed, deleted) = (
            Some.Streamed(null, Placed, 1), OrderChange.Streamed(
            Placed, null, Placed.ChangeIds, new TableRecord("e2", "99", Some.At("12:30:02"))));
        var putBack = OrderChange.Streamed(null, Placed, [], new TableRecord("e3", "100", Some.At(at)));

        Assert.Equal([Counted, Counted, Counted, Duplicate], Count(placed, deleted, putBack, putBack));
        HoldsOnly(Placed);

        // Everything again, as after a replay of the stream.
        Assert.Equal([Duplicate, Duplicate, Duplicate, Duplicate], Count(placed, deleted, putBack, Some.Placed(Placed)));
        HoldsOnly(Placed);
    }

    [Fact]
    public void An_order_that_is_deleted_and_placed_again_counts_again()
    {
        var again = Placed with { ChangeIds = [Some.Change(1, 77)], Lines = [new OrderLine("mug", 1, 900)] };

        Assert.Equal(
            [Counted, Counted, Counted, Duplicate],
            Count(Some.Streamed(null, Placed, 1), Some.Streamed(Placed, null, 2), Some.Placed(again), Some.Streamed(null, again, 3)));
        HoldsOnly(again);
    }

    // Kinesis may deliver it before the table stream has put the order back.
    [Fact]
    public void The_first_change_by_the_API_of_an_order_that_was_put_back_is_left_to_the_table_stream()
    {
        Count(Some.Streamed(null, Placed, 1), Some.Streamed(Placed, null, 2));

        Assert.Equal(
            [Gap, Counted, Gap, Counted, Duplicate], Count(
            Some.Cancelled(Placed), Some.Streamed(null, Placed, 3), Some.Cancelled(Placed), Some.Streamed(Placed, Cancelled, 4),
            Some.Cancelled(Placed)));
        HoldsOnly(Cancelled);
    }

    [Fact]
    public void An_order_that_becomes_invalid_is_taken_back_and_counts_again_when_it_is_mended()
    {
        Assert.Equal(
            [Counted, Counted, Counted],
            Count(
                Some.Streamed(null, Placed, 1), OrderChange.Streamed(Placed, null, Placed.ChangeIds, Some.Record(2)),
                OrderChange.Streamed(null, Doubled, Doubled.ChangeIds, Some.Record(3))));
        HoldsOnly(Doubled);
    }

    [Fact]
    public void An_edit_moves_an_order_to_another_document_and_its_ids_with_it()
    {
        Count(Some.Streamed(null, Placed, 1));

        Assert.Equal([Counted, Counted], Count(Some.Streamed(Placed, Later, 2)));
        Assert.Equal([Duplicate, Duplicate], Count(Some.Streamed(Placed, Later, 2)));
        HoldsOnly(Later);
        Assert.True(Document(Later).HasCounted(Placed.LastChange));
        Assert.Equal([Counted, Duplicate], Count(Some.Cancelled(Later), Some.Streamed(Later, Some.Cancel(Later), 3)));
        HoldsOnly(Some.Cancel(Later));
    }

    [Fact]
    public void An_order_that_an_edit_moved_away_and_back_counts_where_it_is()
    {
        Count(
            Some.Streamed(null, Placed, 1), Some.Streamed(Placed, Later, 2), Some.Streamed(Later, Placed, 3),
            Some.Streamed(Placed, null, 4),
            Some.Streamed(null, Later, 5));

        HoldsOnly(Later);
    }

    // Its backup has ids that the order, which keeps 32, has no longer; so the newest of them looks as if it were new.
    [Theory]
    [InlineData(1, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    [InlineData(20, true)]
    public void An_order_with_more_than_32_changes_is_restored_from_an_old_backup(int backupAt, bool isKinesisAhead)
    {
        var states = new List<Order> { Placed };
        var stream = new List<OrderChange> { Some.Streamed(null, Placed, 1) };
        while (states.Count < 45)
        {
            var changed = states[^1].Changed(Some.Change(1, states.Count + 1), Some.At("12:05")) with { Lines = [new OrderLine(
                "tea", states.Count + 1, 350)] };
            stream.Add(Some.Streamed(states[^1], changed, states.Count + 1));
            states.Add(changed);
        }

        if (isKinesisAhead)
        {
            Count([Some.Placed(Placed), .. states.Zip(states.Skip(1), OrderChange.Published)]);
        }

        Count([.. stream]);
        HoldsOnly(states[^1]);
        var restored = Some.Streamed(states[^1], states[backupAt - 1], 46);

        Assert.Equal([Counted, Duplicate], Count(restored, restored));
        HoldsOnly(states[backupAt - 1]);

        // And all of it again.
        Assert.All(Count([.. stream, restored, .. states.Zip(states.Skip(1), OrderChange.Published)]),
            verdict => Assert.Equal(Duplicate, verdict));
        HoldsOnly(states[backupAt - 1]);
    }

    // Both are copies of what the API once wrote under this id; neither has the other's change ids.
    [Fact]
    public void An_order_that_is_overwritten_by_an_older_one_of_its_id_and_overwritten_back_is_the_newer_one()
    {
        var newer = Later with { ChangeIds = [Some.Change(1, 77)] };
        OrderChange[] stream =
        [
            Some.Streamed(null, Placed, 1), Some.Streamed(Placed, null, 2), Some.Streamed(null, newer, 3), Some.Streamed(newer, Placed, 4),
            Some.Streamed(Placed, newer, 5),
        ];
        Count(stream);
        HoldsOnly(newer);

        Assert.All(Count(stream), verdict => Assert.Equal(Duplicate, verdict));
        HoldsOnly(newer);
    }

    [Fact]
    public void A_change_with_an_id_of_its_own_that_moved_an_order_away_does_not_hide_its_copy_in_the_minute_that_it_left()
    {
        var moved = Later with { ChangeIds = [.. Placed.ChangeIds, Some.Change(1, 2)] };
        OrderChange[] stream =
        [
            Some.Streamed(null, Placed, 1), Some.Streamed(Placed, moved, 2), Some.Streamed(moved, null, 3),
            Some.Streamed(null, moved with { PlacedAt = Placed.PlacedAt }, 4),
        ];
        Count(stream);
        HoldsOnly(moved with { PlacedAt = Placed.PlacedAt });

        Assert.All(Count(stream), verdict => Assert.Equal(Duplicate, verdict));
        HoldsOnly(moved with { PlacedAt = Placed.PlacedAt });
    }

    // The order enters its second document after that has counted what came later: documents that orders move to are committed last.
    [Fact]
    public void A_batch_in_which_an_order_moves_is_deleted_and_is_put_back_counts_each_of_it()
    {
        var moved = Later with { ChangeIds = [.. Placed.ChangeIds, Some.Change(1, 2)] };
        OrderChange[] batch =
        [
            Some.Streamed(null, Placed, 1), Some.Streamed(Placed, moved, 2), Some.Streamed(moved, null, 3),
            Some.Streamed(null, moved with { Status = OrderStatus.Cancelled }, 4),
        ];
        CountTogether(batch);
        HoldsOnly(moved with { Status = OrderStatus.Cancelled });
        CountTogether(batch);
        HoldsOnly(moved with { Status = OrderStatus.Cancelled });
    }

    [Fact]
    public void A_record_counts_the_same_in_a_batch_that_has_the_edit_before_it()
    {
        OrderChange[] batch = [Some.Streamed(null, Placed, 1), Some.Streamed(Placed, null, 2), Some.Streamed(null, Placed, 3),
            Some.Streamed(null, Placed, 3)];
        CountTogether(batch);
        HoldsOnly(Placed);
        CountTogether(batch);
        HoldsOnly(Placed);
    }

    private static DocumentKey KeyOf(Order order) => new(order.Lane, Minute.Of(order.PlacedAt));

    private CachedDocument Document(Order order) => Document(KeyOf(order));

    private CachedDocument Document(DocumentKey key)
    {
        if (!_documents.TryGetValue(key, out var document))
        {
            _documents.Add(key, document = new CachedDocument(key));
        }

        return document;
    }

    /// <summary>Counts changes one after another in each of their documents; a verdict for each document.</summary>
    private List<CountingVerdict> Count(params OrderChange[] changes) => [.. changes.SelectMany(change => CountTogether(change))];

    /// <summary>Counts changes as a batch.</summary>
    private List<CountingVerdict> CountTogether(params OrderChange[] changes)
    {
        var verdicts = new List<CountingVerdict>();
        var table = ChangeTable.Of(changes);
        var (first, moved) = DocumentBatch.Sort(table, Enumerable.Range(0, table.Count));
        foreach (var batch in first.Concat(moved))
        {
            var (document, delta) = (Document(batch.Key), new TallyDelta());
            verdicts.AddRange(batch.Changes.Select(change => CountingRule.Count(change, document, delta)));
            if (!delta.IsEmpty)
            {
                document.Apply(document.Next(delta, "w", Some.At("13:00"), maxHeadBytes: 100_000));
            }
        }

        return verdicts;
    }

    /// <summary>Holds that the documents say that there is this order and no other.</summary>
    private void HoldsOnly(Order order)
    {
        Document(order);
        Assert.All(_documents, document => Assert.Equal(
            document.Key == KeyOf(order) ? Tally.Of([order]) : new Tally(), document.Value.Head?.Tally ?? new Tally()));
    }
}
