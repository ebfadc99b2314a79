using System.Text.Json.Nodes;
using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Functions.Metrics;
using Analytics.Operations.Quarantine;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

/// <summary>What becomes of a batch part of which cannot be counted, or counts in two documents.</summary>
public class BatchCounterTests
{
    private static readonly DocumentKey Noon = new(0, Minute.Of(Some.At("12:00")));
    private static readonly DocumentKey Later = new(0, Minute.Of(Some.At("12:01")));

    private readonly TracingStore _store = new();
    private readonly InMemoryQuarantine _quarantine = new();
    private readonly FakeTimeProvider _time = new(Some.At("13:30")) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
    private readonly List<string> _log = [];
    private readonly Dictionary<BatchOutcome, IReadOnlyList<MetricDatum>> _data = [];

    [Theory]
    [InlineData(DamagedPart.Head)]
    [InlineData(DamagedPart.Segment)]
    [InlineData(DamagedPart.Missing)]
    [InlineData(DamagedPart.NewerHead)]
    public async Task Changes_of_an_unreadable_document_are_quarantined_and_the_rest_of_the_shard_continues(DamagedPart part)
    {
        await FillAsync(part);
        var batch = Records.Streamed(Some.Placed(Some.Order(11)), Some.Placed(Some.Order(12, "12:01")), Some.Placed(Some.Order(13)));

        var outcome = await CountAsync(batch);

        Assert.Equal((null, null, null, 2), (outcome.FirstFailure, outcome.FirstFailedNumber, outcome.CommitFailure, outcome.Quarantined));
        Assert.Equal(["e1", "e3"], _quarantine.Records.Select(record => record.Position));
        var expected = (await Assert.ThrowsAsync<DocumentUnreadableException>(() => _store.ReadDocumentAsync(Noon, default))).Message;
        Assert.All(_quarantine.Records,
            record => Assert.Equal(("table-stream", expected, true), (record.Source, record.Reason, record.IsWholeRecord)));
        Assert.Equal(1, await OrdersAsync(Later));
        Assert.Contains(_log, line => line.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changes_from_Kinesis_of_a_document_that_cannot_be_read_are_left_to_the_table_stream()
    {
        await FillAsync(DamagedPart.Head);

        var outcome = await CountAsync(
            Records.Of(Some.Placed(Some.Order(11)), Some.Placed(Some.Order(12, "12:01")), Some.Cancelled(Some.Order(13))));

        Assert.Equal((2, 0, null), (outcome.LeftToTableStream, outcome.Quarantined, outcome.FirstFailure));
        Assert.Empty(_quarantine.Records);
        Assert.Equal(1, await OrdersAsync(Later));
    }

    [Fact]
    public async Task A_change_of_a_damaged_document_that_cannot_be_quarantined_is_redelivered()
    {
        await FillAsync(DamagedPart.Head);
        _quarantine.IsDown = true;

        var outcome = await CountAsync(Records.Streamed(Some.Placed(Some.Order(12, "12:01")), Some.Placed(Some.Order(11))));

        Assert.Equal("2", outcome.FirstFailedNumber);
        Assert.Equal(1, await OrdersAsync(Later));
    }

    // counter   head, names a segment that is damaged            the segment: unreadable      reads once more
    // rebuild                                          replaces the document
    [Fact]
    public async Task A_document_that_was_replaced_between_the_reads_of_its_head_and_its_segments_is_read_once_more()
    {
        await FillAsync(DamagedPart.Segment);
        _store.BeforeSegments = ReplaceAsync;

        var outcome = await CountAsync(Records.Of(Some.Streamed(null, Some.Order(11), 1)));

        Assert.Equal((0, null), (outcome.Quarantined, outcome.FirstFailure));
        Assert.Equal(4, (await _store.ReadDocumentAsync(Noon, default)).Sum().Totals.Orders);
    }

    [Fact]
    public async Task Changes_quarantined_for_a_damaged_document_count_once_after_its_repair()
    {
        await FillAsync(DamagedPart.Head);
        await CountAsync(Records.Streamed(Some.Placed(Some.Order(11)), Some.Cancelled(Some.Order(11)), Some.Placed(Some.Order(1))));
        var redriver = new Redriver(Committer(), _quarantine, _time);
        var entries = await EntriesAsync();

        // Until then each stays, with the reason.
        foreach (var entry in entries)
        {
            Assert.Contains(
                "is damaged", Assert.IsType<Redriven.Refused>(await redriver.RedriveAsync(entry, default)).Reason,
                StringComparison.Ordinal);
        }

        await ReplaceAsync();
        var redriven = new Dictionary<string, Redriven>();
        foreach (var entry in entries.OrderBy(entry => entry.Record.Position, StringComparer.Ordinal))
        {
            redriven[entry.Record.Position] = await redriver.RedriveAsync(entry, default);
        }

        // The third is of an order that the mended document has.
        Assert.Equal(
            [new Redriven.Accepted("counted"), new Redriven.Accepted("counted"), new Redriven.Accepted("had been counted")],
            [redriven["e1"], redriven["e2"], redriven["e3"]]);
        Assert.Empty(await EntriesAsync());
        Assert.Equal(new Model.Sums(3, 1, 6, "2100USD"), Model.Of((await _store.ReadDocumentAsync(Noon, default)).Sum().Totals));
    }

    // warm    knows 1 to 3                                  counts 11: lost, reads anew
    // rebuild                damage    replaces by 1 to 3
    [Theory]
    [InlineData(DamagedPart.Head)]
    [InlineData(DamagedPart.Segment)]
    public async Task A_warm_writer_counts_on_what_a_rebuild_has_written_and_nothing_twice(DamagedPart part)
    {
        var counter = new BatchCounter(
            Committer(new CommitOptions { MaxHeadBytes = part == DamagedPart.Segment ? 1 : 10_000 }), _quarantine, 4, _time);
        var placed = Enumerable.Range(1, 3).Select(number => Some.Placed(Some.Order(number))).ToList();
        foreach (var change in placed)
        {
            await counter.CountAsync(Records.Of(change), _log.Add, default);
        }

        _store.Edit(Noon, DamagedItems.Edit(part), DamagedItems.EditSegment(part));
        await ReplaceAsync();
        var outcome = await counter.CountAsync(Records.Streamed([.. placed, Some.Placed(Some.Order(11))]), _log.Add, default);

        Assert.Equal((3, 0), (outcome.Duplicates, outcome.Quarantined));
        Assert.Equal(4, (await _store.ReadDocumentAsync(Noon, default)).Sum().Totals.Orders);
    }

    [Fact]
    public async Task An_order_that_another_writer_made_invalid_is_subtracted_and_its_record_is_quarantined()
    {
        await CountAsync(Records.Streamed(Some.Placed(Some.Order(1)), Some.Placed(Some.Order(2))));
        var record = JsonNode.Parse(Events.StreamRecord(Some.Streamed(Some.Order(1), Some.Order(1), 3)))!;
        record["dynamodb"]!["NewImage"]!["currency"]!["S"] = "XXX";
        var batch = StreamEventParser.Read(Events.Stream(record.ToJsonString()));

        var outcome = await CountAsync([.. batch]);
        var again = await CountAsync([.. batch]);

        Assert.Equal((null, 1, 0), (outcome.FirstFailure, outcome.Quarantined, outcome.Duplicates));
        Assert.Equal((null, 0, 1), (again.FirstFailure, again.Quarantined, again.Duplicates));
        Assert.Contains("#/currency", Assert.Single(_quarantine.Records).Reason, StringComparison.Ordinal);
        Assert.Equal(new Model.Sums(1, 0, 2, "700USD"), Model.Of((await _store.ReadDocumentAsync(Noon, default)).Sum().Totals));
    }

    [Fact]
    public async Task An_order_that_another_writer_made_valid_again_counts_again()
    {
        await CountAsync(Records.Streamed(Some.Placed(Some.Order(1))));
        var (broken, mended) = (
            JsonNode.Parse(Events.StreamRecord(Some.Streamed(Some.Order(1), Some.Order(1), 3)))!,
            JsonNode.Parse(Events.StreamRecord(Some.Streamed(Some.Order(1), Some.Order(1), 4)))!);
        broken["dynamodb"]!["NewImage"]!["currency"]!["S"] = "XXX";
        mended["dynamodb"]!["OldImage"]!["currency"]!["S"] = "XXX";

        await CountAsync([.. StreamEventParser.Read(Events.Stream(broken.ToJsonString(), mended.ToJsonString()))]);
        await CountAsync([.. StreamEventParser.Read(Events.Stream(broken.ToJsonString(), mended.ToJsonString()))]);

        Assert.Equal(new Model.Sums(1, 0, 2, "700USD"), Model.Of((await _store.ReadDocumentAsync(Noon, default)).Sum().Totals));
    }

    // An answer in between lacks the order, and never has it twice.
    [Fact]
    public async Task An_order_that_moved_leaves_its_old_document_before_it_is_in_its_new_one()
    {
        await CountAsync(Records.Streamed(Some.Placed(Some.Order(1)), Some.Placed(Some.Order(2, "12:01"))));
        _store.Written.Clear();
        var moved = Some.Order(1) with { PlacedAt = Some.At("12:01:30"), Lane = 3 };

        // The new document is that of another change of the batch, too, which is before the move.
        var neighbour = Some.Order(4, "12:01") with { Lane = 3 };
        var outcome = await CountAsync(Records.Of(Some.Streamed(null, neighbour, 3), Some.Streamed(Some.Order(1), moved, 4)));

        var to = Later with { Lane = 3 };
        Assert.Equal([to, Noon, to], _store.Written);
        Assert.Equal((0, 1, 2), (await OrdersAsync(Noon), await OrdersAsync(Later), await OrdersAsync(to)));
        Assert.Null(outcome.FirstFailure);
    }

    [Fact]
    public async Task An_order_that_moved_is_not_in_its_new_document_while_its_old_one_cannot_be_written()
    {
        await CountAsync(Records.Streamed(Some.Placed(Some.Order(1))));
        var move = Records.Of(Some.Streamed(Some.Order(1), Some.Order(1) with { PlacedAt = Some.At("12:01:30") }, 2));
        _store.Fails = Noon;

        var failed = await CountAsync(move);
        Assert.Equal("1", failed.FirstFailedNumber);
        Assert.Null(await _store.ReadHeadAsync(Later, default));

        _store.Fails = null;
        await CountAsync(move);
        await CountAsync(move);
        Assert.Equal((0, 1), (await OrdersAsync(Noon), await OrdersAsync(Later)));
    }

    [Fact]
    public async Task An_order_that_moved_into_an_unwritable_document_is_redelivered_and_subtracted_once()
    {
        await CountAsync(Records.Streamed(Some.Placed(Some.Order(1)), Some.Placed(Some.Order(2))));
        var move = Records.Of(Some.Streamed(Some.Order(1), Some.Order(1) with { PlacedAt = Some.At("12:01:30") }, 3));
        _store.Fails = Later;
        Assert.Equal("1", (await CountAsync(move)).FirstFailedNumber);
        Assert.Equal("1", (await CountAsync(move)).FirstFailedNumber);
        _store.Fails = null;

        Assert.Null((await CountAsync(move)).FirstFailure);

        Assert.Equal((1, 1), (await OrdersAsync(Noon), await OrdersAsync(Later)));
    }

    [Fact]
    public async Task Metrics_include_writes_before_a_failed_write_and_the_others_once_they_are_written()
    {
        var orders = Enumerable.Range(1, 9).Select(number => Some.Order(number)).ToList();
        var batch = Records.Of(orders.Select(Some.Placed));
        _store.FailsAfter = 2;

        var first = await CountAsync(batch, new CommitOptions { MaxDeltaBytes = 100 });
        _store.FailsAfter = null;
        var second = await CountAsync(batch);

        var (told, rest) = (Sum(first, batch, "Orders"), Sum(second, batch, "Orders"));
        Assert.NotNull(first.CommitFailure);
        Assert.InRange(told, 2, 8);
        Assert.Equal((9, told, 9), (told + rest, Sum(first, batch, "Counted"), await OrdersAsync(Noon)));
    }

    [Fact]
    public async Task Changes_left_to_the_table_stream_are_reported_as_such()
    {
        var batch = Records.Of(Some.Placed(Some.Order(1)), Some.Cancelled(Some.Order(2)), Some.Cancelled(Some.Order(3, "12:01")));

        var outcome = await CountAsync(batch);

        Assert.Equal((2, 2, 1), (outcome.LeftToTableStream, Sum(outcome, batch, "LeftToTableStream"), Sum(outcome, batch, "Counted")));
        // Placed at 12:00 and committed after 13:30: 5,400,000 ms and some.
        Assert.Matches(
            "^source=kinesis records=3 counted=1 duplicates=0 leftToTableStream=2 quarantined=0 tooOld=0 "
                + "writes=1 conflicts=0 lagMs=54000[0-9]{2}$",
            outcome.Summary(RecordBatch.Of(batch)));
    }

    [Fact]
    public async Task A_moved_order_is_one_change_in_the_metrics()
    {
        await CountAsync(Records.Streamed(Some.Placed(Some.Order(1))));
        var move = Records.Of(Some.Streamed(Some.Order(1), Some.Order(1) with { PlacedAt = Some.At("12:01:30") }, 2));

        var outcome = await CountAsync(move);

        Assert.Equal((1, 0), (Sum(outcome, move, "Counted"), Sum(outcome, move, "Orders")));
        Assert.StartsWith(
            "source=table-stream records=1 counted=1 duplicates=0 leftToTableStream=0 quarantined=0 tooOld=0 writes=2 conflicts=0 lagMs=",
            outcome.Summary(RecordBatch.Of(move)), StringComparison.Ordinal);
        Assert.Equal(1, Sum(outcome, move, "LateChanges"));

        var again = await CountAsync(move);

        Assert.Equal((0, 1), (Sum(again, move, "Counted"), Sum(again, move, "Duplicates")));
    }

    private async Task<long> OrdersAsync(DocumentKey key) => (await _store.ReadHeadAsync(key, default))!.Tally.Totals.Orders;

    private async Task FillAsync(DamagedPart part)
    {
        var committer = new Committer(_store, new CommitOptions { MaxHeadBytes = 1 }, _time, new Random(1));
        await committer.CommitAsync(
            Enumerable.Range(1, 3).Select(number => Some.Placed(Some.Order(number))), ChangeSource.Kinesis, default);
        _store.Edit(Noon, DamagedItems.Edit(part), DamagedItems.EditSegment(part));
    }

    private async Task ReplaceAsync()
    {
        var content = new TallyDelta();
        for (var number = 1; number <= 3; number++)
        {
            content.Add(Some.Order(number), Some.Order(number).ChangeIds);
        }

        Assert.True(await _store.TryReplaceDamagedAsync(Noon, [content], "rebuild", _time.GetUtcNow(), [], default));
    }

    private Committer Committer(CommitOptions? options = null) =>
        new(_store, (options ?? new CommitOptions()) with { MaxFirstDelay = TimeSpan.Zero }, _time, new Random(1));

    private Task<BatchOutcome> CountAsync(SourceRecord[] batch, CommitOptions? options = null) =>
        new BatchCounter(Committer(options), _quarantine, 4, _time).CountAsync(batch, _log.Add, default);

    private async Task<List<QuarantineEntry>> EntriesAsync()
    {
        var entries = new List<QuarantineEntry>();
        await foreach (var entry in _quarantine.ListAsync("", default))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private long Sum(BatchOutcome outcome, SourceRecord[] batch, string name)
    {
        if (!_data.TryGetValue(outcome, out var data))
        {
            _data[outcome] = data = outcome.Metrics(RecordBatch.Of(batch), MetricItems.None, _time.GetUtcNow());
        }

        return (long)data.Where(datum => datum.MetricName == name).Sum(datum => datum.Value ?? 0);
    }

    /// <summary>A store that remembers which documents were written, and fails when it is asked to.</summary>
    private sealed class TracingStore : InMemoryMinuteStore
    {
        public List<DocumentKey> Written { get; } = [];

        public DocumentKey? Fails { get; set; }

        public int? FailsAfter { get; set; }

        public override Task<HeadWrite> TryWriteAsync(
            MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken)
        {
            if (write.Head.Key == Fails || FailsAfter-- <= 0)
            {
                throw new IOException("throttled");
            }

            Written.Add(write.Head.Key);
            return base.TryWriteAsync(write, invalidated, cancellationToken);
        }
    }
}
