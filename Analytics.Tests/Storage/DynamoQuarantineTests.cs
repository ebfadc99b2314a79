using Amazon.DynamoDBv2.Model;
using Analytics.Operations.Quarantine;
using Analytics.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

[Trait(TestKind.Name, TestKind.Process)]
public class DynamoQuarantineTests(DynamoDbFixture dynamoDb) : QuarantineContract, IClassFixture<DynamoDbFixture>
{
    private string _table = "";

    private protected override async Task<(IQuarantine Quarantine, IQuarantineAdmin Admin)> NewAsync()
    {
        _table = await dynamoDb.NewAggregatesTableAsync();
        return (new DynamoQuarantine(dynamoDb.Client, _table, new Random(1)), new DynamoQuarantineAdmin(dynamoDb.Client, _table));
    }

    [Fact]
    public async Task Thousands_of_records_are_listed_over_many_pages()
    {
        var (_, admin) = await NewAsync();
        var heads = Enumerable.Range(0, 3_000)
            .Select(number => QuarantineItem.WriteHead(Record($"{number}", new string('a', 1_000)), "w"))
            .ToList();
        foreach (var batch in heads.Chunk(25))
        {
            await dynamoDb.Client.BatchWriteItemAsync(new Dictionary<string, List<WriteRequest>>
            {
                [_table] = [.. batch.Select(head => new WriteRequest(new PutRequest(head)))],
            });
        }

        var firstPage = await dynamoDb.Client.QueryAsync(ByPartition(QuarantineItem.Partition));

        Assert.NotEmpty(firstPage.LastEvaluatedKey);
        Assert.Equal(heads.Select(head => head["sk"].S).Order(StringComparer.Ordinal), (await ListAsync(admin)).Select(entry => entry.Id));
    }

    // put      segments                               (ends)
    // delete                    head    (ends)
    [Fact]
    public async Task Segments_without_a_head_are_not_seen_and_are_swept_when_they_are_old()
    {
        var (quarantine, admin) = await NewAsync();
        var large = new string('a', 800_000);
        await quarantine.PutAsync(Record("whole", large), default);
        await quarantine.PutAsync(Record("half deleted", large), default);
        await DeleteAsync(QuarantineItem.KeyOfHead(QuarantineItem.IdOf(Record("half deleted", large))));
        var young = Record("half put", large) with { At = Some.At("12:30") };
        await dynamoDb.Client.PutItemAsync(_table, QuarantineItem.WriteSegment(young, "w", 1));

        var entry = Assert.Single(await ListAsync(admin));
        Assert.Equal(2, await admin.SweepAsync(Some.At("12:10"), default));
        Assert.Equal(0, await admin.SweepAsync(Some.At("12:10"), default));

        Assert.Equal("whole", entry.Record.Position);
        Assert.Equal(800_000, (await admin.ReadAsync(entry, default))!.Raw.Length);
        Assert.Equal(3, (await ReadAsync(QuarantineItem.SegmentPartition)).Count);
    }

    [Fact]
    public async Task A_deleted_record_leaves_no_segments_behind()
    {
        var (quarantine, admin) = await NewAsync();
        await quarantine.PutAsync(Record("1", new string('a', 800_000)), default);

        await admin.TryDeleteAsync(Assert.Single(await ListAsync(admin)), default);

        Assert.Empty(await ReadAsync(QuarantineItem.SegmentPartition));
    }

    // delete   head                        segments
    // put              the same record anew
    [Fact]
    public async Task A_record_that_is_put_aside_anew_while_it_is_deleted_keeps_its_segments()
    {
        var (quarantine, admin) = await NewAsync();
        var record = Record("1", new string('a', 800_000));
        await quarantine.PutAsync(record, default);
        var before = (await ReadAsync(QuarantineItem.SegmentPartition)).ConvertAll(segment => segment["sk"].S);
        await DeleteAsync(QuarantineItem.KeyOfHead(QuarantineItem.IdOf(record)));
        await quarantine.PutAsync(record, default);

        var after = (await ReadAsync(QuarantineItem.SegmentPartition)).ConvertAll(segment => segment["sk"].S);

        Assert.Equal((2, 4), (before.Count, after.Count));
        Assert.Equal(800_000, (await admin.ReadAsync(Assert.Single(await ListAsync(admin)), default))!.Raw.Length);
    }

    [Fact]
    public async Task A_record_whose_head_lost_its_writer_can_be_deleted()
    {
        var (quarantine, admin) = await NewAsync();
        var record = Record("1", "a");
        await quarantine.PutAsync(record, default);
        var head = Assert.Single(await ReadAsync("quarantine"));
        head.Remove("writer");
        await dynamoDb.Client.PutItemAsync(_table, head);

        Assert.True(await admin.TryDeleteAsync(Assert.Single(await ListAsync(admin)), default));

        Assert.Empty(await ReadAsync("quarantine"));
    }

    [Fact]
    public async Task A_record_whose_bytes_are_not_what_they_were_is_not_read()
    {
        var (quarantine, admin) = await NewAsync();
        var record = Record("1", new string('a', 800_000));
        await quarantine.PutAsync(record, default);
        var entry = Assert.Single(await ListAsync(admin));
        var last = QuarantineItem.KeyOfSegment(entry.Id, entry.Writer, entry.Segments - 1);

        await dynamoDb.Client.PutItemAsync(_table, new(last) { ["raw"] = new() { B = new MemoryStream("other"u8.ToArray()) } });
        var changed = await Assert.ThrowsAsync<FormatException>(() => admin.ReadAsync(entry, default));
        await DeleteAsync(last);
        var missing = await Assert.ThrowsAsync<FormatException>(() => admin.ReadAsync(entry, default));

        Assert.Equal(
            ($"The bytes of {entry.Id} do not match its id.", $"Segment 2 of the bytes of {entry.Id} is missing."),
            (changed.Message, missing.Message));
    }

    private Task<DeleteItemResponse> DeleteAsync(Dictionary<string, AttributeValue> key) => dynamoDb.Client.DeleteItemAsync(_table, key);

    private async Task<List<Dictionary<string, AttributeValue>>> ReadAsync(string partition) =>
        (await dynamoDb.Client.QueryAsync(ByPartition(partition))).Items ?? [];

    private QueryRequest ByPartition(string partition) => new()
    {
        TableName = _table,
        KeyConditionExpression = "pk = :pk",
        ExpressionAttributeValues = new Dictionary<string, AttributeValue> { [":pk"] = new(partition) },
    };
}
