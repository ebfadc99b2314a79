using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBStreams;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Analytics.Local.Emulators;
using Analytics.Local.EventSources;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.Lambda;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Local.EventSources;

/// <summary>The pollers against what they meet on a developer's machine.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public sealed class EmulatorTests : IAsyncLifetime, IFunctionInvoker
{
    private const string StreamArn = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("event-sources-");
    private readonly ConcurrentQueue<JsonElement> _records = new();
    private readonly RecordingLog _log = new();
    private Emulator? _tables;
    private Emulator? _streams;

    public async Task InitializeAsync()
    {
        _tables = await Support.Emulators.StartDynamoDbAsync(Path.Combine(_folder.FullName, "tables.db"));
        _streams = await Support.Emulators.StartKinesisAsync();
    }

    public async Task DisposeAsync()
    {
        await (_tables?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_streams?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Delete(recursive: true);
    }

    public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        using JsonDocument document = JsonDocument.Parse(payload);
        foreach (JsonElement record in document.RootElement.GetProperty("Records").EnumerateArray())
        {
            _records.Enqueue(record.Clone());
        }

        return Task.FromResult(Some.Answer());
    }

    [Fact]
    public async Task Kinesis_records_arrive_in_order_and_an_unknown_checkpoint_begins_the_shard_again()
    {
        using AmazonKinesisClient kinesis = Kinesis();
        await kinesis.CreateStreamAsync(new CreateStreamRequest { StreamName = "orders", ShardCount = 1 });
        EventSourceMappingDefinition mapping = Some.Mapping() with { StreamArn = StreamArn };
        await using (await StartAsync(mapping))
        {
            await Eventually.HoldsAsync(
                () => Checkpoints(mapping).Contains("TRIM_HORIZON", StringComparison.Ordinal), "the shard in the checkpoints");
            foreach (string order in new[] { "one", "two", "three" })
            {
                await kinesis.PutRecordAsync(new PutRecordRequest { StreamName = "orders", PartitionKey = "k", Data = new MemoryStream(
                    Encoding.UTF8.GetBytes(order)) });
            }

            await Eventually.HoldsAsync(
                () => Checkpoints(mapping).Contains("AFTER", StringComparison.Ordinal) && _records.Count == 3, "three records");
        }

        string file = CheckpointFile(mapping);
        string checkpoint = (await File.ReadAllTextAsync(file)).Split("AFTER ")[1].Split('"')[0];
        await File.WriteAllTextAsync(
            file, (await File.ReadAllTextAsync(file)).Replace(checkpoint, checkpoint + "7", StringComparison.Ordinal));
        await using (await StartAsync(mapping))
        {
            await Eventually.HoldsAsync(() => _records.Count == 6, "the records once more");
        }

        Assert.Equal(
            ["one", "two", "three", "one", "two", "three"],
            _records.Select(record => Encoding.UTF8.GetString(record.GetProperty("kinesis").GetProperty("data").GetBytesFromBase64())));
        Assert.Equal(
            (checkpoint, "us-east-1"),
            (_records.Last().GetProperty("kinesis").GetProperty("sequenceNumber").GetString(),
            _records.Last().GetProperty("awsRegion").GetString()));
        Assert.Contains(_log.Lines, line => line.Line.Contains("beginning again at its oldest record", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Table_changes_arrive_in_order_and_a_checkpoint_behind_the_end_begins_the_shard_again()
    {
        using AmazonDynamoDBClient tables = Tables();
        string streamArn = await CreateTableAsync(tables);
        EventSourceMappingDefinition mapping = Some.Mapping() with { Kind = EventSourceKind.DynamoDb, StreamArn = streamArn };
        await using (await StartAsync(mapping))
        {
            await tables.PutItemAsync("orders", new() { ["pk"] = new("o-1"), ["total"] = new() { N = "1" } });
            await tables.PutItemAsync("orders", new() { ["pk"] = new("o-1"), ["total"] = new() { N = "2" } });
            await tables.DeleteItemAsync("orders", new() { ["pk"] = new("o-1") });
            await Eventually.HoldsAsync(() => Checkpoints(mapping).Contains("AFTER 3\"", StringComparison.Ordinal), "three changes");
        }

        string file = CheckpointFile(mapping);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("AFTER 3", "AFTER 103", StringComparison.Ordinal));
        await using (await StartAsync(mapping))
        {
            await Eventually.HoldsAsync(() => _records.Count == 6, "the changes once more");
        }

        Assert.Equal(
            ["INSERT", "MODIFY", "REMOVE", "INSERT", "MODIFY", "REMOVE"],
            _records.Select(record => record.GetProperty("eventName").GetString()));
        Assert.Equal("""{"N":"2"}""", _records.ElementAt(2).GetProperty("dynamodb").GetProperty("OldImage").GetProperty("total").GetRawText());
        Assert.Equal(
            ("us-east-1", streamArn),
            (_records.First().GetProperty("awsRegion").GetString(), _records.First().GetProperty("eventSourceARN").GetString()));
    }

    [Fact]
    public async Task A_table_stream_continues_at_its_checkpoint_after_a_restart_although_dynoxide_reports_the_highest_text_as_its_end()
    {
        using AmazonDynamoDBClient tables = Tables();
        EventSourceMappingDefinition mapping =
            Some.Mapping() with { Kind = EventSourceKind.DynamoDb, StreamArn = await CreateTableAsync(tables) };
        await using (await StartAsync(mapping))
        {
            await PutAsync(1, 11);
            await Eventually.HoldsAsync(
                () => Checkpoints(mapping).Contains("AFTER 11\"", StringComparison.Ordinal), "eleven changes, whose end is given as 9");
        }

        await PutAsync(12, 12);
        await using (await StartAsync(mapping))
        {
            await Eventually.HoldsAsync(
                () => Checkpoints(mapping).Contains("AFTER 12\"", StringComparison.Ordinal), "the change after the restart");
        }

        Assert.Equal(
            Enumerable.Range(1, 12).Select(number => $"{number}"),
            _records.Select(record => record.GetProperty("dynamodb").GetProperty("SequenceNumber").GetString()));

        async Task PutAsync(int first, int last)
        {
            for (int number = first; number <= last; number++)
            {
                await tables.PutItemAsync("orders", new() { ["pk"] = new($"o-{number}") });
            }
        }
    }

    private AmazonDynamoDBClient Tables() =>
        new("key", "secret", new AmazonDynamoDBConfig { ServiceURL = _tables!.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });

    private static async Task<string> CreateTableAsync(AmazonDynamoDBClient tables) => (await tables.CreateTableAsync(new CreateTableRequest
    {
        TableName = "orders",
        KeySchema = [new("pk", Amazon.DynamoDBv2.KeyType.HASH)],
        AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
        StreamSpecification = new() { StreamEnabled = true, StreamViewType = Amazon.DynamoDBv2.StreamViewType.NEW_AND_OLD_IMAGES },
    })).TableDescription.LatestStreamArn;

    private Task<EventSourceMappingService> StartAsync(EventSourceMappingDefinition mapping) => EventSourceMappingService.StartAsync(
        [new EventSourceMappingBinding(mapping, "arn:aws:lambda:us-east-1:000000000000:function:f", this)],
        new EventSourceMappingServiceOptions
        {
            Kinesis = Kinesis(),
            DynamoDbStreams = new AmazonDynamoDBStreamsClient(
                new BasicAWSCredentials("key", "secret"),
                new AmazonDynamoDBStreamsConfig { ServiceURL = _tables!.Endpoint.ToString(), AuthenticationRegion = "us-east-1" }),
            Region = "us-east-1",
            Logs = _log,
            Random = new Random(1),
            CheckpointDirectory = _folder.FullName,
        },
        CancellationToken.None);

    private AmazonKinesisClient Kinesis() =>
        new(
            new BasicAWSCredentials("key", "secret"),
            new AmazonKinesisConfig { ServiceURL = _streams!.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });

    private string CheckpointFile(EventSourceMappingDefinition mapping) => Path.Combine(_folder.FullName, $"{mapping.Name}.json");

    private string Checkpoints(EventSourceMappingDefinition mapping) =>
        File.Exists(CheckpointFile(mapping)) ? File.ReadAllText(CheckpointFile(mapping)) : "";
}
