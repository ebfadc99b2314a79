using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Changes;

public class DocumentBatchTests
{
    private static readonly DocumentKey Noon = new(0, Minute.Of(Some.At("12:00")));

    [Fact]
    public void Documents_hold_every_change_once_in_the_order_they_came() =>
        Gens.Histories.Sample(histories =>
        {
            var changes = histories.SelectMany(history => history).ToList();
            var table = ChangeTable.Of(changes);
            var (first, moved) = DocumentBatch.Sort(table, Enumerable.Range(0, table.Count));

            Assert.Empty(moved);
            Assert.Equal(first.Count, first.DistinctBy(batch => batch.Key).Count());
            Assert.All(first, batch => Assert.Equal(
                Enumerable.Range(0, changes.Count).Where(row => Key(changes[row].After!) == batch.Key), batch.Changes.Select(
                    change => change.Row)));
            Assert.Equal(changes.Count, first.Sum(batch => batch.Rows.Count));
        });

    [Fact]
    public void Only_the_rows_that_are_asked_for_are_sorted()
    {
        var table = ChangeTable.Of(Enumerable.Range(1, 5).Select(number => Some.Placed(Some.Order(number))));
        var (first, _) = DocumentBatch.Sort(table, [3, 1]);

        Assert.Equal([3, 1], Assert.Single(first).Rows);
    }

    // The order leaves its document first, so that a reader in between lacks it and never has it twice.
    [Theory]
    [InlineData("12:01", 0)]
    [InlineData("12:00", 2)]
    [InlineData("12:01", 2)]
    public void A_change_that_moves_an_order_is_in_the_document_it_leaves_first_and_in_the_one_it_enters_afterwards(
        string placedAt, int lane)
    {
        var before = Some.Order();
        var after = before with { PlacedAt = Some.At(placedAt), Lane = lane };
        var table = ChangeTable.Of([Some.Streamed(before, after)]);
        var (first, moved) = DocumentBatch.Sort(table, [0]);

        Assert.Equal((Noon, 0), (Assert.Single(first).Key, Assert.Single(first[0].Rows)));
        Assert.Equal((Key(after), 0), (Assert.Single(moved).Key, Assert.Single(moved[0].Rows)));
        Assert.Equal((Noon, Key(after)), (table[0].From, table[0].To));
    }

    [Fact]
    public void What_is_no_valid_order_is_in_no_document()
    {
        var order = Some.Order();
        var table = ChangeTable.Of([Some.Streamed(order, null, 1), Some.Streamed(null, order, 2)]);
        var (first, moved) = DocumentBatch.Sort(table, [0, 1]);

        Assert.Equal([0, 1], Assert.Single(first).Rows);
        Assert.Empty(moved);
        Assert.Equal([(Noon, null), (null, Noon)], new[] { table[0], table[1] }.Select(change => (change.From, change.To)));
    }

    private static DocumentKey Key(Analytics.Core.Orders.Order order) => new(order.Lane, Minute.Of(order.PlacedAt));
}
