using Amazon.DynamoDBStreams;
using Amazon.DynamoDBStreams.Model;
using Amazon.DynamoDBv2;
using Analytics.Local.Emulators;
using Analytics.Tests.Support;
using Xunit;
using Tables = Amazon.DynamoDBv2.Model;

namespace Analytics.Tests.Standins.Aws;

[Trait(TestKind.Name, TestKind.Process)]
public sealed class DynamoDBStreamsEmulatorTests : IAsyncLifetime
{
    private const string Table = "stream-of-orders";
    private readonly string _folder = Directory.CreateTempSubdirectory("analytics-tests-").FullName;
    private Emulator? _emulator;

    [Fact]
    public async Task Changes_of_a_table_are_read_with_both_images()
    {
        using var tables = new AmazonDynamoDBClient(
            "key", "secret", new AmazonDynamoDBConfig { ServiceURL = _emulator!.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });
        using var streams = Client();
        var created = await tables.CreateTableAsync(new Tables.CreateTableRequest
        {
            TableName = Table,
            KeySchema = [new("pk", Amazon.DynamoDBv2.KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            BillingMode = BillingMode.PAY_PER_REQUEST,
            StreamSpecification = new() { StreamEnabled = true, StreamViewType = Amazon.DynamoDBv2.StreamViewType.NEW_AND_OLD_IMAGES },
        });
        await tables.PutItemAsync(
            Table,
            new() { ["pk"] = new("o-1"), ["total"] = new() { N = "12.5" },
                ["lines"] = new() { L = [new() { M = new() { ["gift"] = new() { BOOL = true } } }] } });
        await tables.PutItemAsync(
            Table, new() { ["pk"] = new("o-1"), ["total"] = new() { N = "13" }, ["raw"] = new() { B = new MemoryStream([1, 2]) } });
        await tables.DeleteItemAsync(Table, new() { ["pk"] = new("o-1") });

        var stream = Assert.Single((await streams.ListStreamsAsync(new ListStreamsRequest { TableName = Table })).Streams);
        var description = (await streams.DescribeStreamAsync(stream.StreamArn)).StreamDescription;
        var iterator = await streams.GetShardIteratorAsync(new GetShardIteratorRequest
        {
            StreamArn = stream.StreamArn,
            ShardId = Assert.Single(description.Shards).ShardId,
            ShardIteratorType = Amazon.DynamoDBStreams.ShardIteratorType.TRIM_HORIZON,
        });
        var records = (await streams.GetRecordsAsync(iterator.ShardIterator)).Records;

        Assert.Equal((created.TableDescription.LatestStreamArn, Table), (stream.StreamArn, stream.TableName));
        Assert.Equal(
            (Table, Amazon.DynamoDBStreams.StreamStatus.ENABLED, Amazon.DynamoDBStreams.StreamViewType.NEW_AND_OLD_IMAGES,
                DateTimeKind.Utc),
            (description.TableName, description.StreamStatus, description.StreamViewType, description.CreationRequestDateTime!.Value.Kind));
        const string first = """{"lines":{"L":[{"M":{"gift":{"BOOL":true}}}]},"pk":{"S":"o-1"},"total":{"N":"12.5"}}""";
        const string second = """{"pk":{"S":"o-1"},"raw":{"B":"AQI="},"total":{"N":"13"}}""";
        Assert.Equal(
            [(OperationType.INSERT, null, first), (OperationType.MODIFY, first, second), (OperationType.REMOVE, second, null)],
            records.Select(record => (record.EventName, Image(record.Dynamodb.OldImage), Image(record.Dynamodb.NewImage))));
        Assert.All(records, record => Assert.Equal(("""{"pk":{"S":"o-1"}}""", DateTimeKind.Utc), (Image(record.Dynamodb.Keys), record.Dynamodb.ApproximateCreationDateTime!.Value.Kind)));
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_not_found()
    {
        using var streams = Client();

        await Assert.ThrowsAsync<ResourceNotFoundException>(() =>
            streams.DescribeStreamAsync("arn:aws:dynamodb:dynoxide:000000000000:table/no-such-table/stream/2026-01-02T03:04:05.678"));
    }

    public async Task InitializeAsync() => _emulator = await Emulators.StartDynamoDbAsync(Path.Combine(_folder, "tables.db"));

    public async Task DisposeAsync()
    {
        if (_emulator is not null)
            await _emulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Image(Dictionary<string, AttributeValue>? item) =>
        item is null ? null : WireText.Of(new SortedDictionary<string, AttributeValue>(item, StringComparer.Ordinal));

    private AmazonDynamoDBStreamsClient Client() => new(
        "key", "secret",
        new AmazonDynamoDBStreamsConfig { ServiceURL = _emulator!.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });
}
