using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Functions.Storage;
using Analytics.Tests.Functions.Counting;
using Analytics.Tests.Functions.Storage;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Golden;

/// <summary>What a later version wrote is refused with a clear error, and is as it was afterwards.</summary>
public class NewerFormatTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>, IAsyncLifetime
{
    private static readonly OrderChange First = Some.Placed(Some.Order(1));
    private static readonly OrderChange Second = Some.Placed(Some.Order(2));
    private static readonly DocumentKey Document = new(0, Minute.Of(First.PlacedAt));

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
        await (isWarm ? committer : Committer()).CommitAsync(DocumentBatch.Of(Document, [First]), Road.Fast, default);
        var newer = await RewriteAsync(new() { ["pk"] = new("minute#0"), ["sk"] = new("2026-11-23T12:00Z#00000") }, item => item["rev"] = new() { N = "2" });

        var refusal = await Assert.ThrowsAsync<FormatException>(() => committer.CommitAsync(DocumentBatch.Of(Document, [Second]), Road.Fast, default));

        Assert.Equal("The aggregates item minute#0 / 2026-11-23T12:00Z#00000 cannot be read: it has format 3, and this version reads up to 2.", refusal.Message);
        await AssertIsAsync(newer);
    }

    [Fact]
    public async Task A_record_whose_document_is_of_a_newer_format_is_reported_to_come_again_and_its_neighbours_are_counted()
    {
        await Committer().CommitAsync(DocumentBatch.Of(Document, [First]), Road.Fast, default);
        var newer = await RewriteAsync(new() { ["pk"] = new("minute#0"), ["sk"] = new("2026-11-23T12:00Z#00000") }, _ => { });
        var neighbour = Some.Placed(Some.Order(3, at: "12:01"));
        var batch = EventBatch.Read(Events.Stream(Events.StreamRecord(Second), Events.StreamRecord(neighbour)));

        var outcome = await new BatchCounter(Committer(), Quarantine(), Lanes(), 1, _time).CountAsync(batch, _ => { }, default);

        Assert.Equal(0, outcome.FirstFailure);
        Assert.Single(await new DynamoMinuteStore(dynamoDb.Client, _table).ReadPartsAsync(new DocumentKey(0, Minute.Of(neighbour.PlacedAt)), default));
        await AssertIsAsync(newer);
    }

    [Fact]
    public async Task A_record_in_quarantine_of_a_newer_format_is_neither_redriven_nor_replaced_when_it_comes_again()
    {
        var record = new QuarantinedRecord("kinesis", "arn", "1", "No.", ChangeEvent.Write(First), Some.At("12:00"));
        await Quarantine().PutAsync(record, default);
        var newer = await RewriteAsync(QuarantineItem.KeyOfHead(QuarantineItem.IdOf(record)), _ => { });

        var shelf = new DynamoQuarantineShelf(dynamoDb.Client, _table);
        var entry = await OnlyAsync(shelf);

        Assert.Equal(
            new Redriven.Refused("It has format 3, and this version reads up to 1."),
            await new Redriver(Committer(), Lanes(), shelf, _time).RedriveAsync(entry, default));
        Assert.False(await Quarantine().PutAsync(record, default));
        await AssertIsAsync(newer);
    }

    [Fact]
    public async Task A_lane_plan_of_a_newer_format_is_refused_by_all_who_count_and_read()
    {
        await Lanes(2).GetAsync(_ => { }, default);
        var newer = await RewriteAsync(LanePlanItem.Key, _ => { });

        var refusal = await Assert.ThrowsAsync<FormatException>(() => Lanes(8).GetAsync(_ => { }, default));

        Assert.Equal("The lane plan has format 3, and this version reads up to 1.", refusal.Message);
        await AssertIsAsync(newer);
    }

    private Committer Committer() => new(new DynamoMinuteStore(dynamoDb.Client, _table), new CommitOptions(), _time, new Random(1));

    private DynamoQuarantine Quarantine() => new(dynamoDb.Client, _table, new Random(1));

    private LanePlanSource Lanes(int wanted = 1) => new(new DynamoLanePlanStore(dynamoDb.Client, _table), wanted, LanePlanUse.Counting, _time);

    /// <summary>Makes an item one of a later version, with something that this one does not know.</summary>
    private async Task<Dictionary<string, AttributeValue>> RewriteAsync(Dictionary<string, AttributeValue> key, Action<Dictionary<string, AttributeValue>> change)
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

    private static async Task<QuarantineEntry> OnlyAsync(DynamoQuarantineShelf shelf)
    {
        await foreach (var entry in shelf.ListAsync("", default))
        {
            return entry;
        }

        throw new InvalidOperationException("Quarantine is empty.");
    }
}
