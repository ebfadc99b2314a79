using System.Globalization;
using Amazon.DynamoDBStreams;
using Amazon.DynamoDBStreams.Model;
using Analytics.Local.EventSources.Records;
using Analytics.Local.EventSources.Shards;
using StreamRecord = Analytics.Local.EventSources.Records.StreamRecord;

namespace Analytics.Local.EventSources.Polling;

/// <summary>Reads the stream of a table.</summary>
/// <remarks>
/// The end of a shard is taken from a missing next iterator alone: an emulator may report an EndingSequenceNumber,
/// the latest there is, for a shard that is open.
/// </remarks>
public sealed class DynamoDbStreamReader(IAmazonDynamoDBStreams streams, string streamArn, string region) : IStreamReader
{
    private const int MaxPageRecords = 1_000;
    private const char Separator = '@';
    private readonly DynamoDbRecordWriter _writer = new(streamArn, region);

    public async Task<IReadOnlyList<ShardInfo>> ListShardsAsync(CancellationToken cancellationToken) =>
    [
        .. (await DescribeAsync(cancellationToken)).Select(shard =>
            new ShardInfo(shard.ShardId, string.IsNullOrEmpty(shard.ParentShardId) ? [] : [shard.ParentShardId])),
    ];

    /// <remarks>
    /// DynamoDB Streams cannot begin at a moment: such a shard is read from its oldest record, and the iterator carries
    /// the moment before which records are skipped. Their times are whole seconds, so those of that second all count.
    /// </remarks>
    public async Task<string> OpenAsync(string shardId, ShardPosition position, CancellationToken cancellationToken)
    {
        GetShardIteratorRequest request = new()
        {
            StreamArn = streamArn,
            ShardId = shardId,
            ShardIteratorType = position switch
            {
                ShardPosition.After => ShardIteratorType.AFTER_SEQUENCE_NUMBER,
                ShardPosition.Latest => ShardIteratorType.LATEST,
                _ => ShardIteratorType.TRIM_HORIZON,
            },
            SequenceNumber = (position as ShardPosition.After)?.SequenceNumber,
        };
        try
        {
            if (position is ShardPosition.After { SequenceNumber: var done })
            {
                await RequireKnownAsync(shardId, done, cancellationToken);
            }

            string iterator = (await streams.GetShardIteratorAsync(request, cancellationToken)).ShardIterator;
            long notBefore = position is ShardPosition.At at ? at.Moment.ToUnixTimeSeconds() : 0;
            return $"{notBefore}{Separator}{iterator}";
        }
        catch (AmazonDynamoDBStreamsException lost) when (position is ShardPosition.After && IsLost(lost))
        {
            throw new PositionLostException(lost.Message, lost);
        }
    }

    public async Task<ShardPage> ReadAsync(string shardId, string iterator, CancellationToken cancellationToken)
    {
        int cut = iterator.IndexOf(Separator, StringComparison.Ordinal);
        long notBefore = long.Parse(iterator[..cut], CultureInfo.InvariantCulture);
        try
        {
            GetRecordsResponse response = await streams.GetRecordsAsync(
                new GetRecordsRequest { ShardIterator = iterator[(cut + 1)..], Limit = MaxPageRecords }, cancellationToken);
            StreamRecord[] records = [.. (response.Records ?? []).Select(_writer.Write).Where(
                record => record.ArrivedAt.ToUnixTimeSeconds() >= notBefore)];
            return new ShardPage(
                records, string.IsNullOrEmpty(response.NextShardIterator) ? null : iterator[..(cut + 1)] + response.NextShardIterator);
        }
        catch (TrimmedDataAccessException trimmed)
        {
            throw new PositionLostException(trimmed.Message, trimmed);
        }
        catch (AmazonDynamoDBStreamsException expired) when (
            expired is ExpiredIteratorException || expired.ErrorCode == "ValidationException")
        {
            throw new IteratorExpiredException(expired.Message, expired);
        }
    }

    /// <summary>dynoxide opens a shard behind its end without a word, and would pass over what comes until then.</summary>
    /// <remarks>The range that it tells of a shard is no help: its end is the highest as text, 99 of 1 to 500.</remarks>
    private async Task RequireKnownAsync(string shardId, string sequenceNumber, CancellationToken cancellationToken)
    {
        var at = await streams.GetShardIteratorAsync(
            new GetShardIteratorRequest
            {
                StreamArn = streamArn,
                ShardId = shardId,
                ShardIteratorType = ShardIteratorType.AT_SEQUENCE_NUMBER,
                SequenceNumber = sequenceNumber,
            },
            cancellationToken);
        var page = await streams.GetRecordsAsync(new GetRecordsRequest { ShardIterator = at.ShardIterator, Limit = 1 }, cancellationToken);
        if (page.Records is not [{ Dynamodb.SequenceNumber: var found }] || found != sequenceNumber)
        {
            throw new PositionLostException($"there is no record {sequenceNumber}", inner: null);
        }
    }

    private async Task<List<Shard>> DescribeAsync(CancellationToken cancellationToken)
    {
        List<Shard> shards = [];
        string? last = null;
        do
        {
            StreamDescription stream = (await streams.DescribeStreamAsync(
                new DescribeStreamRequest { StreamArn = streamArn, ExclusiveStartShardId = last }, cancellationToken)).StreamDescription;
            shards.AddRange(stream.Shards ?? []);
            last = stream.LastEvaluatedShardId;
        }
        while (!string.IsNullOrEmpty(last));
        return shards;
    }

    private static bool IsLost(AmazonDynamoDBStreamsException error) =>
        error is TrimmedDataAccessException || error.ErrorCode == "ValidationException";
}
