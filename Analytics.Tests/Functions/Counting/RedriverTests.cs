using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Operations.Quarantine;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

public class RedriverTests
{
    private static readonly Order Order = Some.Order(1, at: "12:00");

    private readonly InMemoryMinuteStore _store = new();
    private readonly InMemoryQuarantine _quarantine = new();
    private readonly FakeTimeProvider _time = new(Some.At("13:30"));

    [Fact]
    public async Task A_change_that_an_earlier_version_quarantined_is_counted()
    {
        await PutAsideAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Order)).ToArray()));

        var (redriven, left) = await RedriveAsync();

        Assert.Equal(new Redriven.Accepted("counted"), redriven);
        Assert.Empty(left);
        Assert.Equal(new Model.Sums(1, 0, 2, "700USD"), await SumsAsync());
    }

    [Fact]
    public async Task A_change_that_was_quarantined_from_both_sources_counts_once()
    {
        await PutAsideAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Order)).ToArray()));
        await PutAsideAsync(Events.Stream(Events.StreamRecord(Some.Placed(Order))));

        var (first, _) = await RedriveAsync();
        var (second, left) = await RedriveAsync();

        Assert.Equal((new Redriven.Accepted("counted"), new Redriven.Accepted("had been counted")), (first, second));
        Assert.Empty(left);
        Assert.Equal(1, (await SumsAsync()).Orders);
    }

    [Fact]
    public async Task An_end_between_the_commit_and_the_delete_leaves_a_record_that_counts_no_second_time()
    {
        await PutAsideAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Order)).ToArray()));
        _quarantine.DeletesFail = true;
        await Assert.ThrowsAsync<IOException>(() => RedriveAsync());
        _quarantine.DeletesFail = false;

        var (again, left) = await RedriveAsync();

        Assert.Equal(new Redriven.Accepted("had been counted"), again);
        Assert.Empty(left);
        Assert.Equal(1, (await SumsAsync()).Orders);
    }

    [Fact]
    public async Task A_change_from_Kinesis_stays_until_the_change_before_it_is_counted()
    {
        await PutAsideAsync(Events.Kinesis(ChangeEvent.Write(Some.Cancelled(Order)).ToArray()));

        var (before, stays) = await RedriveAsync();
        await CountAsync(Events.Stream(Events.StreamRecord(Some.Streamed(Some.Placed(Order)))));
        var (after, left) = await RedriveAsync();

        Assert.Equal(new Redriven.Refused("The change before it is not counted yet, or its document cannot be read."), before);
        Assert.Equal(new Redriven.Accepted("counted"), after);
        Assert.Single(stays);
        Assert.Empty(left);
        Assert.Equal(new Model.Sums(0, 1, 0, ""), await SumsAsync());
    }

    // The order before it is taken back all the same, once.
    [Fact]
    public async Task A_record_whose_order_is_invalid_stays_with_the_reason_however_often_it_is_redriven()
    {
        await CountAsync(Events.Stream(Events.StreamRecord(Some.Streamed(Some.Placed(Order)))));
        var record = JsonNode.Parse(Events.StreamRecord(Some.Streamed(Order, Order, 2)))!;
        record["dynamodb"]!["NewImage"]!["currency"]!["S"] = "XXX";
        await CountAsync(Events.Stream(record.ToJsonString()));

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var (redriven, left) = await RedriveAsync();
            Assert.Contains("#/currency", Assert.IsType<Redriven.Refused>(redriven).Reason, StringComparison.Ordinal);
            Assert.Single(left);
        }

        Assert.Equal(new Model.Sums(0, 0, 0, ""), await SumsAsync());
    }

    [Fact]
    public async Task A_record_that_is_still_invalid_stays_with_its_reason()
    {
        await CountAsync(Events.Kinesis("no change"u8.ToArray()));

        var (redriven, left) = await RedriveAsync();

        Assert.StartsWith("It is not JSON", Assert.IsType<Redriven.Refused>(redriven).Reason, StringComparison.Ordinal);
        Assert.Single(left);
    }

    [Fact]
    public async Task A_change_of_an_order_whose_minute_is_no_longer_retained_stays()
    {
        await PutAsideAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Order)).ToArray()));
        _time.SetUtcNow(Order.PlacedAt + MinuteItem.Retention);

        var (redriven, left) = await RedriveAsync();

        Assert.Equal(new Redriven.Refused("Its order's minute is no longer retained, so it cannot count."), redriven);
        Assert.Single(left);
    }

    [Theory]
    [InlineData("format", "2", "It has format 2, and this version reads up to 1.")]
    [InlineData("segments", "9", "The item is damaged: attributes are missing or inconsistent.")]
    public async Task A_record_of_a_newer_format_or_a_damaged_one_is_refused_and_left_alone(string attribute, string value, string reason)
    {
        await PutAsideAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Order)).ToArray()));
        _quarantine.Change((await ListAsync())[0].Id, attribute, new AttributeValue { N = value });

        var (redriven, left) = await RedriveAsync();

        Assert.Equal(new Redriven.Refused(reason), redriven);
        Assert.Single(left);
        Assert.Equal(0, (await SumsAsync()).Orders);
    }

    [Fact]
    public async Task A_record_that_is_there_no_longer_is_not_counted()
    {
        await PutAsideAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Order)).ToArray()));
        var entry = (await ListAsync())[0];
        await _quarantine.TryDeleteAsync(entry, default);

        Assert.IsType<Redriven.Gone>(await Redriver(_store).RedriveAsync(entry, default));
        Assert.Equal(0, (await SumsAsync()).Orders);
    }

    [Fact]
    public async Task An_unreachable_store_is_reported_and_the_record_stays()
    {
        await PutAsideAsync(Events.Kinesis(ChangeEvent.Write(Some.Placed(Order)).ToArray()));
        var entry = (await ListAsync())[0];

        await Assert.ThrowsAsync<IOException>(() => Redriver(new FaultyMinuteStore(new Random(1), rate: 1)).RedriveAsync(entry, default));

        Assert.Single(await ListAsync());
    }

    [Fact]
    public void A_record_reads_in_quarantine_as_it_read_when_it_came() =>
        Gen.Select(Gens.History, Gen.Byte.Array[0, 40], Gen.Int[0, 3]).Sample((history, noise, kind) =>
        {
            var came = StreamEventParser.Read(kind switch
            {
                0 => Events.Kinesis([.. history.Select(change => ChangeEvent.Write(change).ToArray())]),
                1 => Events.Kinesis(noise),
                2 => Events.Stream([.. history.Select((change, index) => Events.StreamRecord(Some.Streamed(change, index)))]),
                _ => Events.Stream("""{"eventSource":"aws:kinesis","kinesis":{"sequenceNumber":"7","data":"*"}}""", "7", "{}"),
            });

            foreach (var record in came)
            {
                AssertSame(record.Parsed, StreamEventParser.ReadQuarantined(Kept(record)).Parsed);
            }
        });

    [Fact]
    public void Bytes_that_say_they_are_a_whole_record_and_are_not_JSON_are_rejected()
    {
        var kept = new QuarantinedRecord("table-stream", "s", "1", "", "{"u8.ToArray(), Some.At("12:00")) { IsWholeRecord = true };

        Assert.StartsWith(
            "It is not JSON", Assert.IsType<ParsedChange.Rejected>(StreamEventParser.ReadQuarantined(kept).Parsed).Reason,
            StringComparison.Ordinal);
    }

    // A change has lists in it, which are equal when they are the same list.
    private static void AssertSame(ParsedChange expected, ParsedChange actual)
    {
        if (expected is not ParsedChange.Accepted(var change, null))
        {
            Assert.Equal(expected, actual);
            return;
        }

        var read = Assert.IsType<ParsedChange.Accepted>(actual).Value;
        Assert.Equal(
            (change.Before, change.After, change.Id, change.Record, change.ChangedAt),
            (read.Before, read.After, read.Id, read.Record, read.ChangedAt));
        Assert.Equal(change.IdsBefore, read.IdsBefore);
    }

    private static QuarantinedRecord Kept(SourceRecord record) => new(
        record.Source == ChangeSource.Kinesis ? "kinesis"
            : "table-stream", record.StreamArn, record.EventId, "", record.Raw, Some.At("12:00"))
    {
        IsWholeRecord = record.IsWholeRecord,
    };

    private Task<BatchOutcome> CountAsync(byte[] batch) =>
        new BatchCounter(Committer(_store), _quarantine, concurrency: 1, _time).CountAsync(
            StreamEventParser.Read(batch), _ => { }, default);

    private async Task PutAsideAsync(byte[] batch)
    {
        foreach (var record in StreamEventParser.Read(batch))
        {
            await _quarantine.PutAsync(Kept(record), default);
        }
    }

    private async Task<(Redriven Redriven, IReadOnlyList<QuarantineEntry> Left)> RedriveAsync()
    {
        var redriven = await Redriver(_store).RedriveAsync((await ListAsync())[0], default);
        return (redriven, await ListAsync());
    }

    private Redriver Redriver(IMinuteStore store) => new(Committer(store), _quarantine, _time);

    private Committer Committer(IMinuteStore store) => new(store, new CommitOptions(), _time, new Random(1));

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
        var document = await _store.ReadDocumentAsync(new DocumentKey(0, Minute.Of(Order.PlacedAt)), default);
        return Model.Of(document.Sum().Totals);
    }
}
