using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
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

public class RedriverTests
{
    private static readonly Order Early = Some.Order(1, at: "15:00");

    private readonly InMemoryMinuteStore _store = new();
    private readonly InMemoryQuarantine _quarantine = new();
    private readonly InMemoryLanePlanStore _plans = new();
    private readonly FakeTimeProvider _time = new(Some.At("13:30"));

    [Fact]
    public async Task An_order_that_came_too_early_is_counted_once_its_time_has_come()
    {
        await DeliverAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Early)).ToArray()));
        var (before, _) = await RedriveAsync();
        _time.SetUtcNow(Some.At("15:01"));
        var (after, left) = await RedriveAsync();

        Assert.Contains("still to come", Assert.IsType<Redriven.Refused>(before).Reason, StringComparison.Ordinal);
        Assert.Equal(new Redriven.Accepted("counted"), after);
        Assert.Empty(left);
        Assert.Equal(new Model.Sums(1, 0, 2, "700USD"), await SumsAsync());
    }

    [Fact]
    public async Task A_change_that_both_roads_put_aside_counts_once()
    {
        await DeliverAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Early)).ToArray()));
        await DeliverAsync(Events.Stream(Events.StreamRecord(Some.Placed(Early))));
        _time.SetUtcNow(Some.At("15:01"));

        var (first, _) = await RedriveAsync();
        var (second, left) = await RedriveAsync();

        Assert.Equal((new Redriven.Accepted("counted"), new Redriven.Accepted("had been counted")), (first, second));
        Assert.Empty(left);
        Assert.Equal(1, (await SumsAsync()).Orders);
    }

    [Fact]
    public async Task An_end_between_the_commit_and_the_delete_leaves_a_record_that_counts_no_second_time()
    {
        await DeliverAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Early)).ToArray()));
        _time.SetUtcNow(Some.At("15:01"));
        _quarantine.DeletesFail = true;
        await Assert.ThrowsAsync<IOException>(() => RedriveAsync());
        _quarantine.DeletesFail = false;

        var (again, left) = await RedriveAsync();

        Assert.Equal(new Redriven.Accepted("had been counted"), again);
        Assert.Empty(left);
        Assert.Equal(1, (await SumsAsync()).Orders);
    }

    [Fact]
    public async Task What_is_still_no_change_stays_with_its_reason()
    {
        await DeliverAsync(Events.Kinesis("no change"u8.ToArray()));

        var (redriven, left) = await RedriveAsync();

        Assert.StartsWith("It is not JSON", Assert.IsType<Redriven.Refused>(redriven).Reason, StringComparison.Ordinal);
        Assert.Single(left);
    }

    [Fact]
    public async Task A_change_of_an_order_whose_minute_is_no_longer_kept_stays()
    {
        await DeliverAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Early)).ToArray()));
        _time.SetUtcNow(Early.PlacedAt + MinuteItem.Retention);

        var (redriven, left) = await RedriveAsync();

        Assert.Equal(new Redriven.Refused("Its order's minute is no longer kept, so it cannot count."), redriven);
        Assert.Single(left);
    }

    [Theory]
    [InlineData("format", "2", "It has format 2, and this version reads up to 1.")]
    [InlineData("pieces", "9", "The item is damaged: what describes the record is not all there.")]
    public async Task A_record_of_a_newer_format_or_a_damaged_one_is_refused_and_left_alone(string attribute, string value, string reason)
    {
        await DeliverAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Early)).ToArray()));
        _quarantine.Change((await ListAsync())[0].Id, attribute, new AttributeValue { N = value });
        _time.SetUtcNow(Some.At("15:01"));

        var (redriven, left) = await RedriveAsync();

        Assert.Equal(new Redriven.Refused(reason), redriven);
        Assert.Single(left);
        Assert.Equal(0, (await SumsAsync()).Orders);
    }

    [Fact]
    public async Task A_record_that_is_there_no_longer_is_not_counted()
    {
        await DeliverAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Early)).ToArray()));
        var entry = (await ListAsync())[0];
        await _quarantine.TryDeleteAsync(entry, default);
        _time.SetUtcNow(Some.At("15:01"));

        Assert.IsType<Redriven.Gone>(await Redriver(_store).RedriveAsync(entry, default));
        Assert.Equal(0, (await SumsAsync()).Orders);
    }

    [Fact]
    public async Task A_store_that_is_out_of_reach_is_said_and_the_record_stays()
    {
        await DeliverAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Early)).ToArray()));
        _time.SetUtcNow(Some.At("15:01"));
        var entry = (await ListAsync())[0];

        await Assert.ThrowsAsync<IOException>(() => Redriver(new FaultyMinuteStore(new Random(1), rate: 1)).RedriveAsync(entry, default));

        Assert.Single(await ListAsync());
    }

    [Fact]
    public void A_record_reads_in_quarantine_as_it_read_when_it_came() =>
        Gen.Select(Gens.History, Gen.Byte.Array[0, 40], Gen.Int[0, 3]).Sample((history, noise, kind) =>
        {
            var came = EventBatch.Read(kind switch
            {
                0 => Events.Kinesis([.. history.Select(change => ChangeEvent.Write(change).ToArray())]),
                1 => Events.Kinesis(noise),
                2 => Events.Stream([.. history.Select(Events.StreamRecord)]),
                _ => Events.Stream("""{"eventSource":"aws:kinesis","kinesis":{"sequenceNumber":"7","data":"*"}}""", "7", "{}"),
            });

            foreach (var record in came)
            {
                var kept = new QuarantinedRecord(
                    record.Road == Road.Fast ? "kinesis" : "dynamodb", record.Source, record.EventId, "", record.Raw, Some.At("12:00"))
                {
                    IsWholeRecord = record.IsWholeRecord,
                };
                Assert.Equal(record.Parsed, EventBatch.ReadKept(kept).Parsed);
            }
        });

    [Fact]
    public void Bytes_that_say_they_are_a_whole_record_and_are_not_JSON_are_rejected()
    {
        var kept = new QuarantinedRecord("dynamodb", "s", "1", "", "{"u8.ToArray(), Some.At("12:00")) { IsWholeRecord = true };

        Assert.StartsWith("It is not JSON", Assert.IsType<ParsedChange.Rejected>(EventBatch.ReadKept(kept).Parsed).Reason, StringComparison.Ordinal);
    }

    private async Task DeliverAsync(byte[] batch) =>
        await new BatchCounter(Committer(_store), _quarantine, Lanes(), concurrency: 1, _time).CountAsync(EventBatch.Read(batch), _ => { }, default);

    private async Task<(Redriven Redriven, IReadOnlyList<QuarantineEntry> Left)> RedriveAsync()
    {
        var redriven = await Redriver(_store).RedriveAsync((await ListAsync())[0], default);
        return (redriven, await ListAsync());
    }

    private Redriver Redriver(IMinuteStore store) => new(Committer(store), Lanes(), _quarantine, _time);

    private Committer Committer(IMinuteStore store) => new(store, new CommitOptions(), _time, new Random(1));

    private LanePlanSource Lanes() => new(_plans, 4, LanePlanUse.Counting, _time);

    private async Task<List<QuarantineEntry>> ListAsync()
    {
        var entries = new List<QuarantineEntry>();
        await foreach (var entry in _quarantine.ListAsync("", default))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private async Task<Model.Sums> SumsAsync()
    {
        var tally = new Tally();
        var minute = Minute.Of(Early.PlacedAt);
        for (var lane = 0; lane < 4; lane++)
        {
            await foreach (var sums in _store.ReadRangeAsync(lane, new MinuteRange(minute, minute.Plus(1)), SumsRead.Totals, default))
            {
                tally.Add(sums.Tally);
            }
        }

        return Model.Of(tally.Totals);
    }
}
