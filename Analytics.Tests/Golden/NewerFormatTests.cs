using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Operations.Quarantine;
using Analytics.Storage;
using Analytics.Tests.Functions.Counting;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Golden;

/// <summary>What a later version wrote is refused with a clear error, and is as it was afterwards.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public class NewerFormatTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>, IAsyncLifetime
{
    private static readonly OrderChange First = Some.Placed(Some.Order(1));
    private static readonly OrderChange Second = Some.Placed(Some.Order(2));
    private static readonly DocumentKey Document = new(0, Minute.Of(First.After!.PlacedAt));

    private readonly FakeTimeProvider _time = new(Some.At("13:00"));
    private string _table = "";

    public async Task InitializeAsync() => _table = await dynamoDb.NewAggregatesTableAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // the document was rewritten while this process was warm
    public async Task A_commit_to_a_minute_document_of_a_newer_format_is_refused(bool isWarm)
    {
        var committer = Committer();
        await (isWarm ? committer : Committer()).CommitAsync(DocumentBatch.Of(Document, [First]), ChangeSource.Kinesis, default);
        var newer = await RewriteAsync(MinuteItem.KeyOf(Document), item => item["rev"] = new() { N = "2" });

        var refusal = await Assert.ThrowsAsync<DocumentUnreadableException>(
            () => committer.CommitAsync(DocumentBatch.Of(Document, [Second]), ChangeSource.Kinesis, default));

        Assert.Equal((true, Document), (refusal.IsNewer, refusal.Key));
        Assert.Equal("The document minute#0/2026-11-23T12:00Z has format 3, and this version reads up to 2.", refusal.Message);
        await AssertIsAsync(newer);
    }

    [Fact]
    public async Task A_document_with_a_segment_of_a_newer_format_is_refused()
    {
        var options = new CommitOptions { MaxHeadBytes = 0 };
        await Committer(options).CommitAsync(DocumentBatch.Of(Document, [First]), ChangeSource.Kinesis, default);
        var partition = MinuteSegmentItem.PartitionOf(Document.Lane, Document.Minute);
        var segment = Assert.Single(
            (await dynamoDb.Client.QueryAsync(DynamoQueries.Between(_table, partition, "2026", "2027", isConsistent: true))).Items);
        var newer = await RewriteAsync(new() { ["pk"] = segment["pk"], ["sk"] = segment["sk"] }, _ => { });

        var refusal = await Assert.ThrowsAsync<DocumentUnreadableException>(
            () => Committer(options).CommitAsync(DocumentBatch.Of(Document, [Second]), ChangeSource.Kinesis, default));

        Assert.Equal((true, Document), (refusal.IsNewer, refusal.Key));
        await AssertIsAsync(newer);
    }

    [Fact]
    public async Task A_document_of_a_newer_format_is_not_replaced_as_if_it_were_damaged()
    {
        await Committer().CommitAsync(DocumentBatch.Of(Document, [First]), ChangeSource.Kinesis, default);
        var newer = await RewriteAsync(MinuteItem.KeyOf(Document), _ => { });
        var store = new DynamoMinuteStore(dynamoDb.Client, _table);

        Assert.False(await store.TryReplaceDamagedAsync(Document, [new TallyDelta()], "w", _time.GetUtcNow(), [], default));
        await AssertIsAsync(newer);
    }

    [Theory]
    [InlineData(false, 0, 1)]
    [InlineData(true, 1, 0)]
    public async Task A_change_whose_document_is_of_a_newer_format_is_put_aside_or_left_to_the_table_stream_and_its_neighbours_are_counted(
        bool isKinesis, int left, int quarantined)
    {
        await Committer().CommitAsync(DocumentBatch.Of(Document, [First]), ChangeSource.Kinesis, default);
        var newer = await RewriteAsync(MinuteItem.KeyOf(Document), _ => { });
        var neighbour = Some.Placed(Some.Order(3, at: "12:01"));
        var batch = new RecordBatch();
        batch.Read(isKinesis
            ? Events.Kinesis(ChangeEvent.Write(Second).ToArray(), ChangeEvent.Write(neighbour).ToArray())
            : Events.Stream(Events.StreamRecord(Second), Events.StreamRecord(neighbour)));

        var outcome = await new BatchCounter(Committer(), Quarantine(), 1, _time).CountAsync(batch, _ => { }, default);

        Assert.Equal((null, left, quarantined), (outcome.FirstFailure, outcome.LeftToTableStream, outcome.Quarantined));
        Assert.NotNull(
            await new DynamoMinuteStore(dynamoDb.Client, _table).ReadHeadAsync(new DocumentKey(0, Minute.Of(Some.At("12:01"))), default));
        await AssertIsAsync(newer);
    }

    [Fact]
    public async Task A_record_in_quarantine_of_a_newer_format_is_neither_redriven_nor_replaced_when_it_comes_again()
    {
        var record = new QuarantinedRecord("kinesis", "arn", "1", "No.", ChangeEvent.Write(First), Some.At("12:00"));
        await Quarantine().PutAsync(record, default);
        var newer = await RewriteAsync(QuarantineItem.KeyOfHead(QuarantineItem.IdOf(record)), _ => { });

        var admin = new DynamoQuarantineAdmin(dynamoDb.Client, _table);
        var entry = await OnlyAsync(admin);

        Assert.Equal(
            new Redriven.Refused("It has format 3, and this version reads up to 1."),
            await new Redriver(Committer(), admin, _time).RedriveAsync(entry, default));
        Assert.False(await Quarantine().PutAsync(record, default));
        await AssertIsAsync(newer);
    }

    [Fact]
    public async Task A_rollup_of_a_newer_format_is_passed_over_and_not_overwritten()
    {
        var rollups = new DynamoRollupStore(dynamoDb.Client, _table, new Random(1));
        var period = RollupPeriod.Of(RollupLength.Day, Document.Minute);
        var range = MinuteRange.DayOf(Document.Minute);
        Assert.True(await rollups.TryStoreAsync(period, RollupSum.Nothing, 0, default));
        var newer = await RewriteAsync(RollupItem.KeyOf(period), _ => { });

        Assert.Null((await rollups.ReadAsync(RollupLength.Day, range, SumsRead.Items, default))[period].Sum);
        Assert.False(await rollups.TryStoreAsync(period, RollupSum.Nothing, 0, default));
        await AssertIsAsync(newer);
    }

    private Committer Committer(CommitOptions? options = null) =>
        new(new DynamoMinuteStore(dynamoDb.Client, _table), options ?? new CommitOptions(), _time, new Random(1));

    private DynamoQuarantine Quarantine() => new(dynamoDb.Client, _table, new Random(1));

    /// <summary>Makes an item one of a later version, with something that this one does not know.</summary>
    private async Task<Dictionary<string, AttributeValue>> RewriteAsync(
        Dictionary<string, AttributeValue> key, Action<Dictionary<string, AttributeValue>> change)
    {
        var item = (await dynamoDb.Client.GetItemAsync(_table, key, consistentRead: true)).Item;
        item["format"] = new() { N = "3" };
        item["ofTheFuture"] = new("something");
        change(item);
        await dynamoDb.Client.PutItemAsync(_table, item);
        return item;
    }

    private async Task AssertIsAsync(Dictionary<string, AttributeValue> expected)
    {
        var key = new Dictionary<string, AttributeValue> { ["pk"] = expected["pk"], ["sk"] = expected["sk"] };
        var actual = (await dynamoDb.Client.GetItemAsync(_table, key, consistentRead: true)).Item;
        Assert.Equal(DynamoDbJson.Write(expected), DynamoDbJson.Write(actual));
    }

    private static async Task<QuarantineEntry> OnlyAsync(DynamoQuarantineAdmin admin)
    {
        await foreach (var entry in admin.ListAsync("", default))
        {
            return entry;
        }

        throw new InvalidOperationException("Quarantine is empty.");
    }
}
