using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Functions.Storage;
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
    public async Task A_change_is_counted_once_however_often_and_by_whichever_road_it_comes()
    {
        var counter = Counter(_store, seed: 1);
        var other = Counter(_store, seed: 2);
        var placed = Some.Placed(Some.Order());
        var batch = new[] { Record(placed, 1), Record(placed, 2) };

        await counter.CountAsync(batch, Quiet, default);
        await counter.CountAsync(batch, Quiet, default);
        var outcome = await other.CountAsync(batch, Quiet, default);

        Assert.Equal(2, outcome.Duplicates);
        Assert.Equal(new Model.Sums(1, 0, 2, "700USD"), Model.Of((await ReadAsync(_store)).Totals));
    }

    [Fact]
    public async Task A_batch_that_brings_nothing_new_writes_nothing_and_a_warm_function_reads_nothing_either()
    {
        var counter = Counter(_store, seed: 1);
        var batch = new[] { Record(Some.Placed(Some.Order()), 1) };
        await counter.CountAsync(batch, Quiet, default);
        var (reads, writes) = (_store.Reads, _store.Writes);

        await counter.CountAsync(batch, Quiet, default);

        Assert.Equal((reads, writes), (_store.Reads, _store.Writes));
    }

    [Fact]
    public async Task A_document_of_many_pieces_counts_each_change_once()
    {
        var options = new CommitOptions { MaxHeadBytes = 400, MaxDeltaBytes = 200 };
        var orders = Enumerable.Range(1, 60).Select(number => Some.Order(number)).ToList();
        var batch = orders.Select((order, index) => Record(Some.Placed(order), index)).ToList();
        var counter = Counter(_store, seed: 1, options);

        await counter.CountAsync(batch, Quiet, default);
        await Counter(_store, seed: 2, options).CountAsync(batch, Quiet, default);
        await counter.CountAsync([.. orders.Select((order, index) => Record(Some.Cancelled(order), 100 + index))], Quiet, default);

        Assert.True((await _store.FindPiecesAsync(Noon, 0, default)).Count > 3);
        Assert.Equal(new Model.Sums(0, 60, 0, ""), Model.Of((await ReadAsync(_store)).Totals));
    }

    // one    knows nothing                          learns of the part, then of its pieces
    // other  x into the part; y, and both into a piece
    [Fact]
    public async Task A_change_that_another_has_moved_into_a_piece_meanwhile_is_not_counted_again()
    {
        var options = new CommitOptions { MaxHeadBytes = 262 }; // one order fits, two do not
        var (x, y) = (Record(Some.Placed(Some.Order(2)), 2), Record(Some.Placed(Some.Order(3)), 3));
        var (one, other) = (Counter(_store, seed: 1, options), Counter(_store, seed: 2, options));
        await one.CountAsync([Record(Some.Placed(Some.Order(1)), 1)], Quiet, default);
        await other.CountAsync([x], Quiet, default);
        await other.CountAsync([y], Quiet, default);

        var outcome = await one.CountAsync([x, y, Record(Some.Placed(Some.Order(4)), 4)], Quiet, default);

        Assert.Equal(2, outcome.Duplicates);
        Assert.Equal(4, (await ReadAsync(_store)).Totals.Orders);
    }

    // reader   part 0 (open)                              part 1
    // writer                  x into part 0, seals it; y into part 1
    [Fact]
    public async Task A_change_is_counted_once_also_when_its_part_is_sealed_by_an_earlier_version_while_the_document_is_read()
    {
        var (a, x, y) = (Some.Placed(Some.Order(1)), Some.Placed(Some.Order(2)), Some.Placed(Some.Order(3)));
        _store.Put(FormatOne.Part(Noon, 0, isSealed: false, a));
        _store.WithinRead = () =>
        {
            FormatOne.Parts(Noon, [a, x], [y]).ToList().ForEach(_store.Put);
            return Task.CompletedTask;
        };

        await Counter(_store, seed: 2).CountAsync([Record(x, 2)], Quiet, default);

        Assert.Equal(3, (await ReadAsync(_store)).Totals.Orders);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Counting_goes_on_where_an_earlier_version_left_off(bool isLastSealed)
    {
        var orders = Enumerable.Range(1, 9).Select(number => Some.Order(number)).ToList();
        for (var part = 0; part < 3; part++)
        {
            _store.Put(FormatOne.Part(Noon, part, part < 2 || isLastSealed, Some.Placed(orders[2 * part]), Some.Placed(orders[(2 * part) + 1])));
        }

        var counter = Counter(_store, seed: 1, new CommitOptions { MaxHeadBytes = 300 });
        await counter.CountAsync([.. orders.Select((order, index) => Record(Some.Placed(order), index))], Quiet, default);
        await counter.CountAsync([.. orders.Take(4).Select((order, index) => Record(Some.Cancelled(order), 100 + index))], Quiet, default);
        await Counter(_store, seed: 2).CountAsync([.. orders.Select((order, index) => Record(Some.Placed(order), index))], Quiet, default);

        var tally = await ReadAsync(_store);
        var now = orders.Select((order, index) => index < 4 ? Some.Cancelled(order).After! : order).ToList();
        Assert.Equal(Model.Totals(now), Model.Of(tally.Totals));
        Assert.Equal(Model.Items(now), Model.Of(tally.Items));
    }

    [Theory]
    [InlineData("9999-12-31T10:00:00.000Z")]
    [InlineData("2026-11-23T13:36:00.000Z")] // six minutes from now
    public async Task An_order_of_a_time_to_come_is_put_aside_and_blocks_nothing(string placedAt)
    {
        Assert.True(Analytics.Core.Orders.Timestamps.TryParse(placedAt, out var at));
        var future = Some.Placed(Some.Order(1) with { PlacedAt = at, UpdatedAt = at });

        var outcome = await Counter(_store, seed: 1).CountAsync([Record(future, 1), Record(Some.Placed(Some.Order(2)), 2)], Quiet, default);

        Assert.Null(outcome.FirstFailure);
        Assert.Contains("still to come", Assert.Single(_quarantine.Records).Reason, StringComparison.Ordinal);
        Assert.Equal(1, (await ReadAsync(_store)).Totals.Orders);
    }

    [Fact]
    public async Task A_poison_record_is_put_aside_with_its_bytes_and_harms_no_neighbour()
    {
        var poison = new SourceRecord(Road.Fast, "stream", "2", "shard:2", "no change"u8.ToArray(), ChangeEvent.Read("no change"u8.ToArray()));
        var batch = new[] { Record(Some.Placed(Some.Order(1)), 1), poison, Record(Some.Placed(Some.Order(2)), 3) };

        var outcome = await Counter(_store, seed: 1).CountAsync(batch, Quiet, default);

        Assert.Null(outcome.FirstFailure);
        Assert.Equal("no change"u8.ToArray(), Assert.Single(_quarantine.Records).Raw.ToArray());
        Assert.Equal(2, (await ReadAsync(_store)).Totals.Orders);
    }

    [Fact]
    public async Task A_poison_record_that_cannot_be_put_aside_comes_again()
    {
        var poison = new SourceRecord(Road.Fast, "stream", "2", "shard:2", "no change"u8.ToArray(), ChangeEvent.Read("no change"u8.ToArray()));
        _quarantine.IsDown = true;

        var outcome = await Counter(_store, seed: 1).CountAsync([Record(Some.Placed(Some.Order(1)), 1), poison], Quiet, default);

        Assert.Equal("2", outcome.FirstFailedNumber);
    }

    [Fact]
    public async Task A_failed_document_is_reported_from_its_first_record_and_the_others_are_committed()
    {
        var failing = new FailingMinute(Minute.Of(Some.At("12:01")));
        var batch = new[]
        {
            Record(Some.Placed(Some.Order(1, "12:00")), 1),
            Record(Some.Placed(Some.Order(2, "12:01")), 2),
            Record(Some.Placed(Some.Order(3, "12:02")), 3),
            Record(Some.Placed(Some.Order(4, "12:01")), 4),
        };

        var outcome = await Counter(failing, seed: 1).CountAsync(batch, Quiet, default);

        Assert.Equal("2", outcome.FirstFailedNumber);
        Assert.Equal(2, (await ReadAsync(failing)).Totals.Orders);
    }

    [Fact]
    public async Task A_document_that_its_time_to_live_removed_is_begun_again()
    {
        var counter = Counter(_store, seed: 1);
        await counter.CountAsync([Record(Some.Placed(Some.Order(1)), 1)], Quiet, default);
        await counter.CountAsync([Record(Some.Placed(Some.Order(2)), 2)], Quiet, default);
        _store.Remove(new DocumentKey(0, Minute.Of(Some.At("12:00"))));

        await counter.CountAsync([Record(Some.Placed(Some.Order(3)), 3)], Quiet, default);

        Assert.Equal(1, (await ReadAsync(_store)).Totals.Orders);
    }

    [Fact]
    public async Task A_change_of_an_order_whose_minute_is_no_longer_kept_is_passed_over()
    {
        _time.SetUtcNow(Some.At("12:00") + TimeSpan.FromDays(402));

        var outcome = await Counter(_store, seed: 1).CountAsync([Record(Some.Cancelled(Some.Order()), 1)], Quiet, default);

        Assert.Equal((1, null, 0), (outcome.TooOld.Count, outcome.FirstFailure, _store.Writes));
    }

    // The promise in small: whatever is shuffled, repeated, torn, throttled, answered too late or done by two at once, the
    // documents come to what a scan of the orders gives. The simulation of the whole pipeline goes further.
    [Fact]
    public void Whatever_happens_the_documents_come_to_what_a_scan_of_the_orders_gives() =>
        Gen.Select(Gens.Histories, Gen.Int[0, 1_000_000_000]).Sample((histories, seed) =>
        {
            var random = new Random(seed);
            var store = new FaultyMinuteStore(new Random(seed), rate: 0.15);
            var options = new CommitOptions { MaxHeadBytes = 200 + random.Next(600), MaxDeltaBytes = 100 + random.Next(500) };
            var workers = new[] { Counter(store, seed + 1, options), Counter(store, seed + 2, options) };
            var records = histories.SelectMany(history => history).Select(Record).ToArray();
            records = [.. records, .. records.Where(_ => random.Next(3) == 0)];
            random.Shuffle(records);

            Task.WaitAll(workers.Select((worker, index) => Deliver(worker, records, new Random(seed + 10 + index))).ToArray());

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
            _quarantine, new LanePlanSource(new InMemoryLanePlanStore(), 1, LanePlanUse.Counting, _time), options.Concurrency, _time);
    }

    private static SourceRecord Record(OrderChange change, int sequence) =>
        new(Road.Fast, "stream", $"{sequence}", $"shard:{sequence}", ChangeEvent.Write(change), new ParsedChange.Accepted(change));

    private static async Task<Tally> ReadAsync(InMemoryMinuteStore store)
    {
        var tally = new Tally();
        var range = new MinuteRange(Minute.Of(Some.At("00:00")), Minute.Of(Some.At("23:59")));
        await foreach (var sums in store.ReadRangeAsync(0, range, SumsRead.Items, default))
        {
            tally.Add(sums.Tally);
        }

        return tally;
    }

    private static void Quiet(string line)
    {
        // These tests look at the outcome, not at the log.
    }

    private sealed class FailingMinute(Minute minute) : InMemoryMinuteStore
    {
        public override Task<HeadWrite> TryWriteAsync(MinuteWrite write, IReadOnlyList<RollupPeriod> over, CancellationToken cancellationToken) =>
            write.Part.Key.Minute == minute ? throw new IOException("throttled") : base.TryWriteAsync(write, over, cancellationToken);
    }
}
