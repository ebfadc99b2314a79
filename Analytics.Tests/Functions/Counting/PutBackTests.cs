using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

/// <summary>
/// An order that is deleted and put back has its old change ids: only the marks in its document tell that it is to be counted again.
/// </summary>
public sealed class PutBackTests : IDisposable
{
    private static readonly OrderId Id = new(new Guid(1, 2, 3, new byte[8]));
    private static readonly ChangeId Placement = ChangeId.Fresh(Id, [], new Random(1));
    private static readonly DateTimeOffset PlacedAt = new(2026, 11, 23, 12, 4, 0, TimeSpan.Zero);

    private static readonly Order Order = new OrderTerms("c-1", Currency.Parse("USD"), [new OrderLine("tea", 2, 500)]).Place(
        Id, Placement, 3, PlacedAt);

    // Another writer put the content of another order there, whose change ids are not this order's, and then a backup.
    private static readonly Order Edited = Order with { Lane = 5, ChangeIds = [] };

    private static readonly OrderChange[] MovedAndBack =
        [Streamed(null, Order, [], 1), Streamed(Order, Edited, [Placement], 2), Streamed(Edited, Order, [], 3)];

    private readonly PumpedDynamoDb _dynamoDb = new();
    private readonly FakeTimeProvider _time = new(PlacedAt.AddMinutes(1));

    public void Dispose() => _dynamoDb.Dispose();

    [Fact]
    public async Task It_counts_again_also_for_an_instance_that_remembers_its_document_from_before_the_deletion()
    {
        var (one, another) = (NewCommitter(), NewCommitter());
        await CommitAsync(one, Streamed(null, Order, [], 1));
        await CommitAsync(another, Streamed(Order, null, [Placement], 2));

        await CommitAsync(one, Streamed(null, Order, [], 3));

        Assert.Equal((1, 2), await TotalsAsync());
    }

    [Fact]
    public async Task A_redelivered_change_still_counts_once()
    {
        var (one, another) = (NewCommitter(), NewCommitter());
        await CommitAsync(one, Streamed(null, Order, [], 1));
        await CommitAsync(another, OrderChange.Published(null, Order));

        await CommitAsync(one, Streamed(null, Order, [], 1));

        Assert.Equal((1, 2), await TotalsAsync());
    }

    [Fact]
    public async Task Moved_to_another_document_and_back_within_one_batch_it_counts_the_same_at_each_delivery()
    {
        await CountAsync(MovedAndBack);
        await CountAsync(MovedAndBack);

        Assert.Equal((1, 2), await TotalsAsync());
        Assert.Equal((0, 0), await TotalsAsync(lane: 5));
    }

    [Theory]
    [InlineData(-1, "0 1, 2")]
    [InlineData(0, "0 1")]
    [InlineData(1, "0 1")]
    public void Changes_after_a_move_wait_until_it_is_committed_and_are_omitted_if_it_failed(int failed, string expected)
    {
        var parts = DocumentBatch.InParts(ChangeTable.Of(MovedAndBack), [0, 1, 2], row => row == failed).Select(
            part => string.Join(' ', part));

        Assert.Equal(expected, string.Join(", ", parts));
    }

    private static OrderChange Streamed(Order? before, Order? after, IReadOnlyList<ChangeId> idsBefore, int number) =>
        OrderChange.Streamed(before, after, idsBefore, new TableRecord($"event-{number}", $"{number}", PlacedAt.AddSeconds(number)));

    private Committer NewCommitter() => new(
        new DynamoMinuteStore(_dynamoDb, PumpedDynamoDb.Aggregates), new CommitOptions { MaxFirstDelay =
            TimeSpan.Zero }, _time, new Random(1));

    private static Task CommitAsync(Committer committer, OrderChange change) => committer.CommitAsync(
        DocumentBatch.Of(new DocumentKey(Order.Lane, Minute.Of(PlacedAt)), [change]),
        change.Record is null ? ChangeSource.Kinesis : ChangeSource.TableStream, new CommitResult(), CancellationToken.None);

    private async Task CountAsync(OrderChange[] changes)
    {
        var counter = new BatchCounter(
            NewCommitter(), new DynamoQuarantine(_dynamoDb, PumpedDynamoDb.Aggregates, new Random(1)), concurrency: 1, _time);
        var records = changes.Select(change => new SourceRecord(
            ChangeSource.TableStream, "", change.Record!.SequenceNumber, change.Record.EventId, default,
            new ParsedChange.Accepted(change)));
        Assert.Null((await counter.CountAsync(RecordBatch.Of(records), _ => { }, CancellationToken.None)).FirstFailure);
    }

    private async Task<(long Orders, long Units)> TotalsAsync(int lane = 3)
    {
        var store = new DynamoMinuteStore(_dynamoDb, PumpedDynamoDb.Aggregates);
        var document = await store.ReadDocumentAsync(new DocumentKey(lane, Minute.Of(PlacedAt)), CancellationToken.None);
        var totals = document.Sum().Totals;
        return (totals.Orders, totals.Units);
    }
}
