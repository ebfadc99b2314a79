using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

public class CommitterTests
{
    private static readonly Order Order = Some.Order(1, "12:04");
    private static readonly Minute Minute = Minute.Of(Order.PlacedAt);
    private static readonly DocumentKey Key = new(0, Minute);
    private static readonly CommitOptions AtOnce = new() { MaxFirstDelay = TimeSpan.Zero };

    // While the time stands at 12:05, neither the quarter nor the day of the order is over.
    private readonly FakeTimeProvider _time = new(Some.At("12:05")) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public async Task A_commit_that_met_another_transaction_is_made_again_without_its_segment()
    {
        var store = new BusyOnceStore();

        var result = await CommitAsync(store, AtOnce with { MaxHeadBytes = 1 });

        Assert.Equal((1, 1, 1), (result.Counted.Count, result.Writes, result.Conflicts));
        Assert.Equal([false, true], store.Tried.Select(write => write.IsSegmentWritten));
        Assert.NotNull(store.Tried[0].Segment);
        Assert.Equal(store.Tried[0].At(result.CommittedAt).Head, store.Tried[1].Head);
        Assert.True(result.CommittedAt > store.Tried[0].Head.CommittedAt);
    }

    [Theory]
    [InlineData("TransactionConflict")]
    [InlineData("ThrottlingError")]
    [InlineData("ProvisionedThroughputExceeded")]
    public async Task A_transaction_cancelled_for_a_transient_reason_is_retried(string reason)
    {
        // The day after, so that rollups are invalidated in a transaction.
        _time.SetUtcNow(Some.At("13:00").AddDays(1));
        using var dynamoDb = new CancellingDynamoDb(reason);

        var result = await CommitAsync(new DynamoMinuteStore(dynamoDb, "t"), AtOnce with { MaxHeadBytes = 1 });

        Assert.Equal((1, 1, 1), (result.Counted.Count, result.Writes, result.Conflicts));
        Assert.Equal((2, 1), (dynamoDb.Transactions, dynamoDb.SegmentsPut));
    }

    [Theory]
    [InlineData("ValidationError")]
    [InlineData("ItemCollectionSizeLimitExceeded")]
    public async Task A_transaction_cancelled_for_a_permanent_reason_fails(string reason)
    {
        _time.SetUtcNow(Some.At("13:00").AddDays(1));
        using var dynamoDb = new CancellingDynamoDb(reason);

        var failure = await Assert.ThrowsAsync<IOException>(() => CommitAsync(new DynamoMinuteStore(dynamoDb, "t"), AtOnce));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_writer_that_may_pause_for_long_invalidates_periods_that_are_not_over(bool alwaysInvalidates, int invalidations)
    {
        var store = new InMemoryMinuteStore();

        await CommitAsync(store, new CommitOptions { AlwaysInvalidates = alwaysInvalidates });

        foreach (var period in RollupPeriod.Around(Minute))
        {
            var states = await store.ReadAsync(period.Length, period.Minutes, SumsRead.Totals, default);
            Assert.Equal(invalidations, states.GetValueOrDefault(period).Invalidations);
        }
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_and_that_was_made_again_counts_once()
    {
        var store = new RepeatingStore();

        var result = await CommitAsync(store, AtOnce);

        Assert.Equal((1, 1, 0), (result.Counted.Count, result.Writes, result.Conflicts));
        Assert.Equal(1, (await store.ReadHeadAsync(Key, default))!.Revision);
    }

    // one     knows nothing of the order                                the cancellation: a gap?  reads, counts
    // other                                the placement
    [Fact]
    public async Task A_gap_that_a_stale_cache_shows_is_read_once_and_then_counted()
    {
        var store = new InMemoryMinuteStore();
        var (one, other) = (Committer(store, 1), Committer(store, 2));
        await one.CommitAsync(Batch(Some.Placed(Some.Order(2, "12:04"))), ChangeSource.Kinesis, default);
        await other.CommitAsync(Batch(Some.Placed(Order)), ChangeSource.Kinesis, default);
        var reads = store.Reads;

        var result = await one.CommitAsync(Batch(Some.Cancelled(Order)), ChangeSource.Kinesis, default);

        Assert.Equal((1, 0, 0, reads + 1), (result.Counted.Count, result.Gaps.Count, result.Conflicts, store.Reads));
        Assert.Equal((1, 1), Totals(await store.ReadHeadAsync(Key, default)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_with_a_gap_is_left_and_reported_and_one_without_is_counted(bool isCached)
    {
        var store = new InMemoryMinuteStore();
        var committer = Committer(store, 1);
        if (isCached)
        {
            await committer.CommitAsync(Batch(Some.Placed(Some.Order(2, "12:04"))), ChangeSource.Kinesis, default);
        }

        var reads = store.Reads;
        var result = await committer.CommitAsync(
            Batch(Some.Placed(Some.Order(3, "12:04")), Some.Cancelled(Order), Some.Placed(Some.Order(4, "12:04"))), ChangeSource.Kinesis,
            default);

        Assert.Equal([0, 2], result.Counted);
        Assert.Equal([1], result.Gaps);
        Assert.Equal(0, result.Duplicates);
        Assert.Equal((reads + 1, isCached ? 3 : 2), (store.Reads, (await store.ReadHeadAsync(Key, default))!.Ids.Count));
    }

    [Fact]
    public async Task A_batch_of_nothing_but_gaps_writes_nothing()
    {
        var store = new InMemoryMinuteStore();

        var result = await Committer(store, 1).CommitAsync(Batch(Some.Cancelled(Order)), ChangeSource.Kinesis, default);

        Assert.Empty(result.Counted);
        Assert.Equal([0], result.Gaps);
        Assert.Equal((0, 0), (result.Writes, store.Writes));
    }

    [Fact]
    public async Task A_change_that_follows_another_of_the_same_batch_has_no_gap()
    {
        var store = new InMemoryMinuteStore();

        var result = await Committer(store, 1).CommitAsync(Batch(Some.Placed(Order), Some.Cancelled(Order)), ChangeSource.Kinesis, default);

        Assert.Equal([0, 1], result.Counted);
        Assert.Equal(1, result.Writes);
    }

    [Fact]
    public async Task Writes_before_a_failed_write_are_in_the_result()
    {
        var store = new FailingStore(writes: 2);
        var orders = Enumerable.Range(1, 9).Select(number => Some.Order(number, "12:04")).ToList();
        var result = new CommitResult();
        var committer = new Committer(store, AtOnce with { MaxDeltaBytes = 100 }, _time, new Random(1));

        await Assert.ThrowsAsync<IOException>(
            () => committer.CommitAsync(Batch([.. orders.Select(order => Some.Placed(order))]), ChangeSource.Kinesis, result, default));

        var stored = (await store.ReadHeadAsync(Key, default))!;
        Assert.Equal(stored.Ids, result.Counted.Select(row => Some.Change(orders[row].Id)));
        Assert.Equal((2, stored.CommittedAt), (result.Writes, result.CommittedAt));
        Assert.InRange(result.Counted.Count, 2, 8);
    }

    // Each change is within the limit; with the ids of the others it would not be.
    [Fact]
    public async Task A_change_that_would_make_a_write_too_large_is_in_the_next_one()
    {
        var store = new InMemoryMinuteStore();
        var orders = Enumerable.Range(1, 2).Select(number => Some.Order(number, "12:04") with
        {
            ChangeIds = [.. Enumerable.Range(1, 500).Select(change => new ChangeId(((ulong)number << 32) + (ulong)change))],
        });

        var result = await new Committer(store, AtOnce with { MaxDeltaBytes = 4_000 }, _time, new Random(1)).CommitAsync(
            Batch([.. orders.Select((order, index) => Some.Streamed(null, order, record: 1 + index))]), ChangeSource.TableStream, default);

        Assert.Equal((2, 2), (result.Counted.Count, result.Writes));
    }

    private Committer Committer(IMinuteStore store, int seed) => new(store, AtOnce, _time, new Random(seed));

    private Task<CommitResult> CommitAsync(IMinuteStore store, CommitOptions options) =>
        new Committer(store, options, _time, new Random(1)).CommitAsync(Batch(Some.Placed(Order)), ChangeSource.Kinesis, default);

    private static DocumentBatch Batch(params OrderChange[] changes) => DocumentBatch.Of(Key, changes);

    private static (long Orders, long Cancelled) Totals(MinuteHead? head) => (head!.Tally.Totals.Orders, head.Tally.Totals.Cancelled);

    /// <summary>A store whose first write meets a transaction of another writer.</summary>
    private sealed class BusyOnceStore : InMemoryMinuteStore
    {
        public List<MinuteWrite> Tried { get; } = [];

        public override Task<HeadWrite> TryWriteAsync(
            MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken)
        {
            Tried.Add(write);
            return Tried.Count == 1 ? Task.FromResult<HeadWrite>(new HeadWrite.Busy())
                : base.TryWriteAsync(write, invalidated, cancellationToken);
        }
    }

    /// <summary>A store to which each write is made twice, as the SDK does where an answer is lost.</summary>
    private sealed class RepeatingStore : InMemoryMinuteStore
    {
        public override async Task<HeadWrite> TryWriteAsync(
            MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken)
        {
            await base.TryWriteAsync(write, invalidated, cancellationToken);
            return await base.TryWriteAsync(write, invalidated, cancellationToken);
        }
    }

    /// <summary>A store that takes some writes and no more.</summary>
    private sealed class FailingStore(int writes) : InMemoryMinuteStore
    {
        public override Task<HeadWrite> TryWriteAsync(
            MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken) =>
            Writes < writes ? base.TryWriteAsync(write, invalidated, cancellationToken) : throw new IOException("throttled");
    }

    /// <summary>A table without items whose first transaction is cancelled.</summary>
    private sealed class CancellingDynamoDb(string reason) : AmazonDynamoDBClient(
        new BasicAWSCredentials("a", "b"), new AmazonDynamoDBConfig { ServiceURL =
            "http://127.0.0.1:9", AuthenticationRegion = "us-east-1" })
    {
        public int Transactions { get; private set; }

        public int SegmentsPut { get; private set; }

        public override Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GetItemResponse());

        public override Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancellationToken = default)
        {
            SegmentsPut += request.Item["pk"].S.StartsWith("minute-segments#", StringComparison.Ordinal) ? 1 : 0;
            return Task.FromResult(new PutItemResponse());
        }

        public override Task<TransactWriteItemsResponse> TransactWriteItemsAsync(
            TransactWriteItemsRequest request, CancellationToken cancellationToken = default) =>
            ++Transactions == 1
                ? throw new TransactionCanceledException("cancelled")
                {
                    CancellationReasons = [new() { Code = "None" }, new() { Code = reason }, new() { Code = "None" }],
                }
                : Task.FromResult(new TransactWriteItemsResponse());
    }
}
