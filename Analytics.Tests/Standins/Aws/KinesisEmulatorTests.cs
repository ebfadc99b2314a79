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

    public AmazonKinesisClient Client() => new(
        RecordingService.Credentials,
        new AmazonKinesisConfig { ServiceURL = _emulator!.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });

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
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);
    private readonly AmazonKinesisClient _client = kinesis.Client();

    [Fact]
    public async Task A_stream_is_created_and_described()
    {
        await CreateAsync("described", shards: 2);

        var summary = (await _client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = "described" }))
            .StreamDescriptionSummary;
        var shards = (await _client.ListShardsAsync(new ListShardsRequest { StreamName = "described" })).Shards;

        Assert.Equal(
            ("arn:aws:kinesis:us-east-1:000000000000:stream/described", StreamStatus.ACTIVE, 2),
            (summary.StreamARN, summary.StreamStatus, summary.OpenShardCount));
        Assert.Equal(["shardId-000000000000", "shardId-000000000001"], shards.Select(shard => shard.ShardId));
    }

    [Fact]
    public async Task A_stream_that_is_deleted_is_gone()
    {
        await CreateAsync("deleted", shards: 1);

        await _client.DeleteStreamAsync(new DeleteStreamRequest { StreamName = "deleted" });

        var described = await Xunit.Record.ExceptionAsync(async () =>
        {
            while (true)
            {
                await _client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = "deleted" });
                await Task.Delay(20);
            }
        }).WaitAsync(s_timeout);
        Assert.IsType<ResourceNotFoundException>(described);
    }

    [Fact]
    public async Task Records_are_read_as_they_were_put()
    {
        await CreateAsync("round-trip", shards: 1);
        var records = Enumerable.Range(0, 5).Select(i => (Key: $"key-{i}", Data: $"Bestellung für {i} €")).ToArray();
        var numbers = new List<string>();
        foreach (var (key, data) in records)
        {
            var put = await _client.PutRecordAsync(new PutRecordRequest
            {
                StreamName = "round-trip",
                PartitionKey = key,
                Data = new MemoryStream(Encoding.UTF8.GetBytes(data)),
            });
            numbers.Add(put.SequenceNumber);
        }

        var read = await ReadAsync(new GetShardIteratorRequest { ShardIteratorType = ShardIteratorType.TRIM_HORIZON });
        var afterThird = await ReadAsync(new GetShardIteratorRequest { ShardIteratorType = ShardIteratorType.AFTER_SEQUENCE_NUMBER,
            StartingSequenceNumber = numbers[2] });
        var fromThen = await ReadAsync(new GetShardIteratorRequest { ShardIteratorType = ShardIteratorType.AT_TIMESTAMP,
            Timestamp = read[0].ApproximateArrivalTimestamp!.Value.AddHours(-1) });

        Assert.Equal(
            records.Zip(numbers, (record, number) => (record.Key, record.Data, number)),
            read.Select(record => (record.PartitionKey, Encoding.UTF8.GetString(record.Data.ToArray()), record.SequenceNumber)));
        Assert.All(
            read, record => Assert.Equal((0L, DateTimeKind.Utc), (record.Data.Position, record.ApproximateArrivalTimestamp!.Value.Kind)));
        Assert.Equal(numbers[3..], afterThird.Select(record => record.SequenceNumber));
        Assert.Equal(5, fromThen.Count);
    }

    [Fact]
    public async Task Errors_of_the_service_are_its_exceptions()
    {
        await CreateAsync("errors", shards: 1);

        var missing = await Assert.ThrowsAsync<ResourceNotFoundException>(
            () => _client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = "missing" }));
        var inUse = await Assert.ThrowsAsync<AmazonKinesisException>(
            () => _client.CreateStreamAsync(new CreateStreamRequest { StreamName = "errors", ShardCount = 1 }));
        await Assert.ThrowsAsync<InvalidArgumentException>(
            () => _client.CreateStreamAsync(new CreateStreamRequest { StreamName = "no name!", ShardCount = 1 }));

        Assert.Equal(
            ("ResourceNotFoundException", System.Net.HttpStatusCode.BadRequest, "ResourceInUseException"),
            (missing.ErrorCode, missing.StatusCode, inUse.ErrorCode));
        Assert.Contains("missing", missing.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _client.Dispose();

    private async Task CreateAsync(string stream, int shards)
    {
        await _client.CreateStreamAsync(new CreateStreamRequest { StreamName = stream, ShardCount = shards });
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while ((await _client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = stream }))
            .StreamDescriptionSummary.StreamStatus != StreamStatus.ACTIVE)
        {
            Assert.True(waited.Elapsed < s_timeout, $"The stream {stream} is not active after {s_timeout}.");
            await Task.Delay(10);
        }
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
