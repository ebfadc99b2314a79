using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Storage;

/// <summary>What every quarantine keeps to; run on the fake and on the emulator.</summary>
public abstract class QuarantineContract
{
    private protected abstract Task<IQuarantine> NewQuarantineAsync();

    [Fact]
    public async Task A_record_is_new_once()
    {
        var quarantine = await NewQuarantineAsync();

        Assert.Equal((true, false, true, true), (
            await quarantine.PutAsync(Record("1", "a"), default),
            await quarantine.PutAsync(Record("1", "a"), default),
            await quarantine.PutAsync(Record("2", "a"), default),
            await quarantine.PutAsync(Record("1", "b"), default)));
    }

    private protected static QuarantinedRecord Record(string position, string raw) =>
        new("kinesis", "stream", position, "It is not JSON.", System.Text.Encoding.UTF8.GetBytes(raw), Some.At("12:00"));
}

public class InMemoryQuarantineTests : QuarantineContract
{
    private protected override Task<IQuarantine> NewQuarantineAsync() => Task.FromResult<IQuarantine>(new InMemoryQuarantine());
}

public class DynamoQuarantineTests(DynamoDbFixture dynamoDb) : QuarantineContract, IClassFixture<DynamoDbFixture>
{
    private protected override async Task<IQuarantine> NewQuarantineAsync() =>
        new DynamoQuarantine(dynamoDb.Client, await dynamoDb.NewAggregatesTableAsync());

    [Fact]
    public async Task A_record_larger_than_an_item_is_kept_whole()
    {
        var table = await dynamoDb.NewAggregatesTableAsync();
        var raw = string.Concat(Enumerable.Range(0, 200_000).Select(number => $"{number},"));
        await new DynamoQuarantine(dynamoDb.Client, table).PutAsync(Record("1", raw), default);

        var heads = await ReadAsync(table, DynamoQuarantine.Partition);
        var pieces = await ReadAsync(table, DynamoQuarantine.PiecePartition);
        var kept = heads.Concat(pieces).SelectMany(item => item["raw"].B.ToArray()).ToArray();

        Assert.Equal(raw, System.Text.Encoding.UTF8.GetString(kept));
        Assert.Equal(
            ("kinesis", "stream", "1", "It is not JSON.", "2026-11-23T12:00:00.000Z", $"{raw.Length}", $"{1 + pieces.Count}"),
            (heads[0]["road"].S, heads[0]["source"].S, heads[0]["position"].S, heads[0]["reason"].S, heads[0]["at"].S, heads[0]["bytes"].N, heads[0]["pieces"].N));
    }

    private async Task<List<Dictionary<string, AttributeValue>>> ReadAsync(string table, string partition) =>
        (await dynamoDb.Client.QueryAsync(new QueryRequest
        {
            TableName = table,
            KeyConditionExpression = "pk = :pk",
            ExpressionAttributeValues = new Dictionary<string, AttributeValue> { [":pk"] = new(partition) },
        })).Items;
}

/// <summary>What every store of the lane plan keeps to; run on the fake and on the emulator.</summary>
public abstract class LanePlanStoreContract
{
    private protected abstract Task<ILanePlanStore> NewStoreAsync();

    [Fact]
    public async Task A_plan_reads_back_and_is_replaced_over_the_revision_that_was_read_only()
    {
        var store = await NewStoreAsync();
        var first = LanePlan.Always(4);
        var second = first.Then(Minute.Of(Some.At("12:00")), 16);

        Assert.Null(await store.ReadAsync(default));
        Assert.True(await store.TryWriteAsync(first, 0, default));
        Assert.False(await store.TryWriteAsync(second, 0, default));
        Assert.True(await store.TryWriteAsync(second, 1, default));
        Assert.False(await store.TryWriteAsync(first, 1, default));

        var (plan, revision) = (await store.ReadAsync(default))!.Value;
        Assert.Equal(2, revision);
        Assert.Equal(second.Entries, plan.Entries);
    }
}

public class InMemoryLanePlanStoreTests : LanePlanStoreContract
{
    private protected override Task<ILanePlanStore> NewStoreAsync() => Task.FromResult<ILanePlanStore>(new InMemoryLanePlanStore());
}

public class DynamoLanePlanStoreTests(DynamoDbFixture dynamoDb) : LanePlanStoreContract, IClassFixture<DynamoDbFixture>
{
    private protected override async Task<ILanePlanStore> NewStoreAsync() =>
        new DynamoLanePlanStore(dynamoDb.Client, await dynamoDb.NewAggregatesTableAsync());
}
