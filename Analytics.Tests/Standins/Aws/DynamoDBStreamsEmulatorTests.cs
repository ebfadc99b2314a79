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

        var arn = created.TableDescription.LatestStreamArn;
        var shards = (await streams.DescribeStreamAsync(new DescribeStreamRequest { StreamArn = arn })).StreamDescription.Shards;
        var iterator = await streams.GetShardIteratorAsync(new GetShardIteratorRequest
        {
            StreamArn = arn,
            ShardId = Assert.Single(shards).ShardId,
            ShardIteratorType = Amazon.DynamoDBStreams.ShardIteratorType.TRIM_HORIZON,
        });
        var records = (await streams.GetRecordsAsync(new GetRecordsRequest { ShardIterator = iterator.ShardIterator })).Records;

        const string first = """{"lines":{"L":[{"M":{"gift":{"BOOL":true}}}]},"pk":{"S":"o-1"},"total":{"N":"12.5"}}""";
        const string second = """{"pk":{"S":"o-1"},"raw":{"B":"AQI="},"total":{"N":"13"}}""";
        Assert.Equal(
            [(OperationType.INSERT, null, first), (OperationType.MODIFY, first, second), (OperationType.REMOVE, second, null)],
            records.Select(record => (record.EventName, Image(record.Dynamodb.OldImage), Image(record.Dynamodb.NewImage))));
        Assert.All(records, record => Assert.Equal(("""{"pk":{"S":"o-1"}}""", DateTimeKind.Utc), (Image(record.Dynamodb.Keys), record.Dynamodb.ApproximateCreationDateTime!.Value.Kind)));
    }

    [Fact]
    public async Task A_stream_that_does_not_exist_is_not_found()
    {
        using var streams = Client();
        const string arn = "arn:aws:dynamodb:dynoxide:000000000000:table/no-such-table/stream/2026-01-02T03:04:05.678";

        var error = await Assert.ThrowsAsync<AmazonDynamoDBStreamsException>(
            () => streams.DescribeStreamAsync(new DescribeStreamRequest { StreamArn = arn }));

        Assert.Equal("ResourceNotFoundException", error.ErrorCode);
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
        RecordingService.Credentials,
        new AmazonDynamoDBStreamsConfig { ServiceURL = _emulator!.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });
}
