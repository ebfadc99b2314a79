using System.Numerics;
using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Analytics.Local.Emulators;
using Analytics.Tests.Support;
using Xunit;
using Record = Amazon.Kinesis.Model.Record;

namespace Analytics.Tests.Standins.Aws;

public sealed class RunningKinesis : IAsyncLifetime
{
    private Emulator? _emulator;

    public AmazonKinesisClient Client() =>
        new("key", "secret", new AmazonKinesisConfig { ServiceURL = _emulator!.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });

    public async Task InitializeAsync() => _emulator = await Emulators.StartKinesisAsync();

    public async Task DisposeAsync()
    {
        if (_emulator is not null)
            await _emulator.DisposeAsync();
    }
}

[Trait(TestKind.Name, TestKind.Process)]
public sealed class KinesisEmulatorTests(RunningKinesis kinesis) : IClassFixture<RunningKinesis>, IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly AmazonKinesisClient _client = kinesis.Client();

    [Fact]
    public async Task A_stream_is_created_described_and_deleted()
    {
        await CreateAsync("described", shards: 2);

        var summary = (await _client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = "described" }))
            .StreamDescriptionSummary;
        var description = (await _client.DescribeStreamAsync(new DescribeStreamRequest { StreamName = "described" })).StreamDescription;
        var shards = (await _client.ListShardsAsync(
            new ListShardsRequest { StreamName = "described", ShardFilter = new() { Type = ShardFilterType.AT_LATEST } })).Shards;
        var streams = await _client.ListStreamsAsync(new ListStreamsRequest { Limit = 100 });

        const string arn = "arn:aws:kinesis:us-east-1:000000000000:stream/described";
        Assert.Equal(
            ("described", arn, StreamStatus.ACTIVE, StreamMode.PROVISIONED, 24, 2, EncryptionType.NONE, DateTimeKind.Utc),
            (summary.StreamName, summary.StreamARN, summary.StreamStatus, summary.StreamModeDetails.StreamMode,
                summary.RetentionPeriodHours, summary.OpenShardCount, summary.EncryptionType, summary.StreamCreationTimestamp!.Value.Kind));
        Assert.Equal(
            ("described", arn, false, 2),
            (description.StreamName, description.StreamARN, description.HasMoreShards, description.Shards.Count));
        Assert.Equal(["shardId-000000000000", "shardId-000000000001"], shards.Select(shard => shard.ShardId));
        Assert.Equal(
            (BigInteger.Zero, BigInteger.Pow(2, 128) - 1),
            (BigInteger.Parse(shards[0].HashKeyRange.StartingHashKey), BigInteger.Parse(shards[1].HashKeyRange.EndingHashKey)));
        Assert.All(shards, shard => Assert.Null(shard.SequenceNumberRange.EndingSequenceNumber));
        Assert.Contains("described", streams.StreamNames);

        await _client.DeleteStreamAsync(new DeleteStreamRequest { StreamName = "described" });
        await EventuallyAsync(async () => !(await _client.ListStreamsAsync(new ListStreamsRequest())).StreamNames.Contains("described"));
    }

    [Fact]
    public async Task Records_are_read_as_they_were_put()
    {
        await CreateAsync("round-trip", shards: 1);
        var records = Enumerable.Range(0, 5).Select(i => (Key: $"key-{i}", Data: $"Bestellung für {i} €")).ToArray();

        var put = await _client.PutRecordsAsync(new PutRecordsRequest
        {
            StreamName = "round-trip",
            Records = [.. records.Select(record => new PutRecordsRequestEntry { PartitionKey = record.Key, Data = new MemoryStream(
                Encoding.UTF8.GetBytes(record.Data)) })],
        });
        var read = await ReadAsync(new GetShardIteratorRequest { ShardIteratorType = ShardIteratorType.TRIM_HORIZON });
        var afterThird = await ReadAsync(new GetShardIteratorRequest { ShardIteratorType = ShardIteratorType.AFTER_SEQUENCE_NUMBER,
            StartingSequenceNumber = put.Records[2].SequenceNumber });
        var fromThen = await ReadAsync(new GetShardIteratorRequest { ShardIteratorType = ShardIteratorType.AT_TIMESTAMP,
            Timestamp = read[0].ApproximateArrivalTimestamp!.Value.AddHours(-1) });

        Assert.Equal(0, put.FailedRecordCount);
        Assert.Equal(
            records.Zip(put.Records, (record, stored) => (record.Key, record.Data, stored.SequenceNumber)).OrderBy(
                record => BigInteger.Parse(record.SequenceNumber)),
            read.Select(record => (record.PartitionKey, Encoding.UTF8.GetString(record.Data.ToArray()), record.SequenceNumber)));
        Assert.All(
            read, record => Assert.Equal((0L, DateTimeKind.Utc), (record.Data.Position, record.ApproximateArrivalTimestamp!.Value.Kind)));
        Assert.Equal(
            read.Where(record => BigInteger.Parse(record.SequenceNumber) > BigInteger.Parse(put.Records[2].SequenceNumber)).Select(
                record => record.SequenceNumber),
            afterThird.Select(record => record.SequenceNumber));
        Assert.Equal(5, fromThen.Count);
    }

    [Fact]
    public async Task An_explicit_hash_key_chooses_the_shard()
    {
        await CreateAsync("explicit", shards: 2);
        var highest = (BigInteger.Pow(2, 128) - 1).ToString();

        var low = await _client.PutRecordAsync(
            new PutRecordRequest { StreamName = "explicit", PartitionKey = "p", ExplicitHashKey = "0", Data = new MemoryStream([1]) });
        var high = await _client.PutRecordAsync(
            new PutRecordRequest { StreamName = "explicit", PartitionKey = "p", ExplicitHashKey = highest, Data = new MemoryStream([2]) });

        Assert.Equal(("shardId-000000000000", "shardId-000000000001"), (low.ShardId, high.ShardId));
    }

    [Fact]
    public async Task Errors_of_the_service_are_its_exceptions()
    {
        await CreateAsync("errors", shards: 1);

        var missing = await Assert.ThrowsAsync<ResourceNotFoundException>(
            () => _client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = "missing" }));
        await Assert.ThrowsAsync<ResourceInUseException>(
            () => _client.CreateStreamAsync(new CreateStreamRequest { StreamName = "errors", ShardCount = 1 }));
        await Assert.ThrowsAsync<InvalidArgumentException>(
            () => _client.CreateStreamAsync(new CreateStreamRequest { StreamName = "no name!", ShardCount = 1 }));

        Assert.Equal(("ResourceNotFoundException", System.Net.HttpStatusCode.BadRequest), (missing.ErrorCode, missing.StatusCode));
        Assert.Contains("missing", missing.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _client.Dispose();

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(waited.Elapsed < s_patience, $"Still not so after {s_patience}.");
            await Task.Delay(10);
        }
    }

    private async Task CreateAsync(string stream, int shards)
    {
        await _client.CreateStreamAsync(new CreateStreamRequest { StreamName = stream, ShardCount = shards });
        await EventuallyAsync(async () =>
            (await _client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = stream }))
                .StreamDescriptionSummary.StreamStatus == StreamStatus.ACTIVE);
    }

    private async Task<List<Record>> ReadAsync(GetShardIteratorRequest position)
    {
        position.StreamName = "round-trip";
        position.ShardId = "shardId-000000000000";
        var iterator = (await _client.GetShardIteratorAsync(position)).ShardIterator;
        var response = await _client.GetRecordsAsync(new GetRecordsRequest { ShardIterator = iterator });
        Assert.NotEqual(iterator, response.NextShardIterator);
        return response.Records;
    }
}
