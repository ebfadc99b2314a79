using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

public class CountingTests
{
    private static readonly DocumentKey Noon = new(0, Minute.Of(Some.At("12:00")));

    private readonly InMemoryMinuteStore _store = new();
    private readonly InMemoryQuarantine _quarantine = new();
    private readonly FakeTimeProvider _time = new(Some.At("13:30")) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public async Task A_change_is_counted_once_however_often_and_from_either_source_it_arrives()
    {
        var counter = Counter(_store, seed: 1);
        var other = Counter(_store, seed: 2);
        var placed = Some.Placed(Some.Order());
        var batch = Records.Of(placed, placed);

        await counter.CountAsync(batch, Quiet, default);
        await counter.CountAsync(batch, Quiet, default);
        var again = await other.CountAsync(batch, Quiet, default);
        var streamed = await other.CountAsync(Records.Streamed(placed), Quiet, default);

        Assert.Equal((2, 1), (again.Duplicates, streamed.Duplicates));
        Assert.Equal(new Model.Sums(1, 0, 2, "700USD"), Model.Of((await ReadAsync(_store)).Totals));
    }

    [Fact]
    public async Task A_batch_that_brings_nothing_new_writes_nothing_and_reads_a_head_only_where_an_order_may_have_been_put_back()
    {
        var counter = Counter(_store, seed: 1);
        var batch = Records.Of(Some.Placed(Some.Order()));
        await counter.CountAsync(batch, Quiet, default);
        var (reads, writes) = (_store.Reads, _store.Writes);

        await counter.CountAsync(batch, Quiet, default);
        Assert.Equal((reads, writes), (_store.Reads, _store.Writes));

        await counter.CountAsync(Records.Streamed(Some.Placed(Some.Order())), Quiet, default);
        Assert.Equal((reads + 1, writes), (_store.Reads, _store.Writes));
    }

    [Fact]
    public async Task A_write_by_another_that_changes_nothing_counts_for_nothing()
    {
        var counter = Counter(_store, seed: 1);
        await counter.CountAsync(Records.Streamed(Some.Placed(Some.Order())), Quiet, default);
        var writes = _store.Writes;

        var outcome = await counter.CountAsync(Records.Of(Some.Streamed(Some.Order(), Some.Order(), record: 2)), Quiet, default);

        Assert.Equal((1, writes), (outcome.Duplicates, _store.Writes));
    }

    [Fact]
    public async Task A_document_of_many_segments_counts_each_change_once()
    {
        var options = new CommitOptions { MaxHeadBytes = 400, MaxDeltaBytes = 200 };
        var orders = Enumerable.Range(1, 60).Select(number => Some.Order(number)).ToList();
        var batch = Records.Of(orders.Select(Some.Placed));
        var counter = Counter(_store, seed: 1, options);

        await counter.CountAsync(batch, Quiet, default);
        await Counter(_store, seed: 2, options).CountAsync(batch, Quiet, default);
        await counter.CountAsync(Records.Of(orders.Select(Some.Cancelled)), Quiet, default);

        Assert.True((await _store.FindSegmentsAsync(Noon, 0, default)).Count > 3);
        Assert.Equal(new Model.Sums(0, 60, 0, ""), Model.Of((await ReadAsync(_store)).Totals));
    }

    // one    knows nothing                          learns of the head, then of its segments
    // other  x into the head; y, and both into a segment
    [Fact]
    public async Task A_change_that_another_has_moved_into_a_segment_meanwhile_is_not_counted_again()
    {
        var delta = new TallyDelta();
        delta.Add(Some.Placed(Some.Order(1)));

        // One order fits, two do not.
        var options = new CommitOptions { MaxHeadBytes = new CachedDocument(Noon).Next(delta, "", default, int.MaxValue).Head.Bytes };
        var (x, y) = (Some.Placed(Some.Order(2)), Some.Placed(Some.Order(3)));
        var (one, other) = (Counter(_store, seed: 1, options), Counter(_store, seed: 2, options));
        await one.CountAsync(Records.Of(Some.Placed(Some.Order(1))), Quiet, default);
        await other.CountAsync(Records.Of(x), Quiet, default);
        await other.CountAsync(Records.Of(y), Quiet, default);
        Assert.NotEmpty(await _store.FindSegmentsAsync(Noon, 0, default));

        var outcome = await one.CountAsync(Records.Of(x, y, Some.Placed(Some.Order(4))), Quiet, default);

        Assert.Equal(2, outcome.Duplicates);
        Assert.Equal(4, (await ReadAsync(_store)).Totals.Orders);
    }

    [Theory]
    [InlineData("9999-12-31T10:00:00.000Z")]
    [InlineData("2026-11-23T23:36:00.000Z")] // ten hours from now
    public async Task An_order_of_a_time_to_come_counts_in_its_minute(string placedAt)
    {
        Assert.True(Timestamps.TryParse(placedAt, out var at));
        var future = Some.Placed(Some.Order(1) with { PlacedAt = at, UpdatedAt = at });

        var outcome = await Counter(_store, seed: 1).CountAsync(Records.Of(future, Some.Placed(Some.Order(2))), Quiet, default);

        Assert.Null(outcome.FirstFailure);
        Assert.Empty(_quarantine.Records);
        Assert.Equal(1, (await _store.ReadHeadAsync(new DocumentKey(0, Minute.Of(at)), default))!.Tally.Totals.Orders);
        Assert.Equal(1, (await _store.ReadHeadAsync(Noon, default))!.Tally.Totals.Orders);
    }

    [Fact]
    public async Task A_poison_record_is_quarantined_with_its_bytes_and_does_not_affect_others()
    {
        SourceRecord[] batch =
        [
            Records.Of(Some.Placed(Some.Order(1)), 1), Records.Poison(ChangeSource.Kinesis, 2), Records.Of(Some.Placed(Some.Order(2)), 3),
        ];

        var outcome = await Counter(_store, seed: 1).CountAsync(batch, Quiet, default);

        Assert.Null(outcome.FirstFailure);
        Assert.Equal("no change"u8.ToArray(), Assert.Single(_quarantine.Records).Raw.ToArray());
        Assert.Equal(2, (await ReadAsync(_store)).Totals.Orders);
    }

    [Fact]
    public async Task A_poison_record_that_cannot_be_quarantined_is_redelivered()
    {
        _quarantine.IsDown = true;

        var outcome = await Counter(_store, seed: 1).CountAsync(
            [Records.Of(Some.Placed(Some.Order(1)), 1), Records.Poison(ChangeSource.Kinesis, 2)], Quiet, default);

        Assert.Equal("2", outcome.FirstFailedNumber);
    }

    [Fact]
    public async Task A_failed_document_is_reported_from_its_first_record_and_the_others_are_committed()
    {
        var failing = new FailingMinute(Minute.Of(Some.At("12:01")));
        var batch = Records.Of(
            Some.Placed(Some.Order(1, "12:00")), Some.Placed(Some.Order(2, "12:01")), Some.Placed(Some.Order(3, "12:02")),
            Some.Placed(Some.Order(4, "12:01")));

        var outcome = await Counter(failing, seed: 1).CountAsync(batch, Quiet, default);

        Assert.Equal("2", outcome.FirstFailedNumber);
        Assert.Equal(2, (await ReadAsync(failing)).Totals.Orders);
    }

    [Fact]
    public async Task A_document_that_its_time_to_live_removed_is_begun_again()
    {
        var counter = Counter(_store, seed: 1);
        await counter.CountAsync(Records.Of(Some.Placed(Some.Order(1))), Quiet, default);
        await counter.CountAsync(Records.Of(Some.Placed(Some.Order(2))), Quiet, default);
        _store.Remove(Noon);

        await counter.CountAsync(Records.Of(Some.Placed(Some.Order(3))), Quiet, default);

        Assert.Equal(1, (await ReadAsync(_store)).Totals.Orders);
    }

    [Fact]
    public async Task A_change_of_an_order_whose_minute_is_no_longer_retained_is_ignored()
    {
        _time.SetUtcNow(Some.At("12:00") + TimeSpan.FromDays(402));

        var outcome = await Counter(_store, seed: 1).CountAsync(Records.Of(Some.Cancelled(Some.Order())), Quiet, default);

        Assert.Equal((1, null, 0), (outcome.TooOld.Count, outcome.FirstFailure, _store.Writes));
    }

    // The promise in small: whatever is shuffled, repeated, torn, throttled, answered too late or done by several at once, the
    // documents come to what a scan of the orders gives. The simulation of the whole pipeline goes further.
    [Fact]
    public void The_documents_always_add_up_to_a_scan_of_the_orders() =>
        Gen.Select(Gens.Histories, Gen.Int[0, 1_000_000_000]).Sample((histories, seed) =>
        {
            var random = new Random(seed);
            var store = new FaultyMinuteStore(new Random(seed), rate: 0.15);
            var options = new CommitOptions { MaxHeadBytes = 200 + random.Next(600), MaxDeltaBytes = 100 + random.Next(500) };
            BatchCounter[] workers = [.. Enumerable.Range(1, 4).Select(worker => Counter(store, seed + worker, options))];

            // Kinesis brings what it brings, in any order; the table stream brings everything, each order in its own order.
            var kinesis = Records.Of(histories.SelectMany(history => history).Where(_ => random.Next(5) > 0));
            kinesis = [.. kinesis, .. kinesis.Where(_ => random.Next(3) == 0)];
            random.Shuffle(kinesis);
            var turns = histories.SelectMany((history, order) => history.Select(_ => order)).ToArray();
            random.Shuffle(turns);
            var next = new int[histories.Length];
            var stream = Records.Streamed(turns.Select(order => histories[order][next[order]++]));

            Task.WaitAll(
                workers.Select((worker, index) => Deliver(worker, index < 2 ? kinesis : stream, new Random(seed + 10 + index))).ToArray());

            var tally = ReadAsync(store).GetAwaiter().GetResult();
            var orders = histories.Select(history => history[^1].After!).ToList();
            Assert.Equal(Model.Totals(orders), Model.Of(tally.Totals));
            Assert.Equal(Model.Items(orders), Model.Of(tally.Items));
        }, iter: 300);

    private static async Task Deliver(BatchCounter worker, SourceRecord[] records, Random random)
    {
        var position = 0;
        for (var delivery = 0; position < records.Length; delivery++)
        {
            var batch = records[position..Math.Min(records.Length, position + 1 + random.Next(20))];
            int? failure;
            try
            {
                failure = (await worker.CountAsync(batch, Quiet, default)).FirstFailure;
            }
            catch (IOException)
            {
                continue;
            }

            // As Lambda does: from the first failure on everything comes again, with other boundaries.
            position += failure ?? batch.Length;
            Assert.True(delivery < 10_000, "The batches do not come to an end.");
        }
    }

    private BatchCounter Counter(IMinuteStore store, int seed, CommitOptions? options = null)
    {
        options ??= new CommitOptions();
        return new BatchCounter(
            new Committer(store, options with { MaxFirstDelay = TimeSpan.FromTicks(1) }, TimeProvider.System, new Random(seed)),
            _quarantine, options.Concurrency, _time);
    }

    private static async Task<Tally> ReadAsync(InMemoryMinuteStore store)
    {
        var tally = new Tally();
        for (var lane = 0; lane < 4; lane++)
        {
            await foreach (var sums in store.ReadSumsAsync(lane, MinuteRange.DayOf(Noon.Minute), SumsRead.Items, default))
            {
                tally.Add(sums.Tally);
            }
        }

        return tally;
    }

    private static void Quiet(string line)
    {
        // These tests look at the outcome, not at the log.
    }

    private sealed class FailingMinute(Minute minute) : InMemoryMinuteStore
    {
        public override Task<HeadWrite> TryWriteAsync(
            MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken) =>
            write.Head.Key.Minute == minute ? throw new IOException("throttled")
                : base.TryWriteAsync(write, invalidated, cancellationToken);
    }
}
