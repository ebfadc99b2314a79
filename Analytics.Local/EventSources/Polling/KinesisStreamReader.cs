using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Analytics.Local.EventSources.Records;
using Analytics.Local.EventSources.Shards;

namespace Analytics.Local.EventSources.Polling;

internal sealed class KinesisStreamReader(IAmazonKinesis kinesis, string streamArn, string region) : IStreamReader
{
    private const int MaxPageRecords = 10_000;
    private readonly KinesisRecordWriter _writer = new(streamArn, region);
    private readonly string _streamName = streamArn[(streamArn.LastIndexOf('/') + 1)..];

    public async Task<IReadOnlyList<ShardInfo>> ListShardsAsync(CancellationToken cancellationToken)
    {
        List<ShardInfo> shards = [];
        ListShardsRequest? request = new() { StreamName = _streamName };
        while (request is not null)
        {
            ListShardsResponse response = await kinesis.ListShardsAsync(request, cancellationToken);
            shards.AddRange((response.Shards ?? []).Select(shard => new ShardInfo(
                shard.ShardId, [.. new[] { shard.ParentShardId, shard.AdjacentParentShardId }.Where(
                    parent => !string.IsNullOrEmpty(parent))])));
            request = string.IsNullOrEmpty(response.NextToken) ? null : new ListShardsRequest { NextToken = response.NextToken };
        }

        return shards;
    }

    public async Task<string> OpenAsync(string shardId, ShardPosition position, CancellationToken cancellationToken)
    {
        GetShardIteratorRequest request = new() { StreamName = _streamName, ShardId = shardId };
        switch (position)
        {
            case ShardPosition.Latest:
                request.ShardIteratorType = ShardIteratorType.LATEST;
                break;
            case ShardPosition.At at:
                request.ShardIteratorType = ShardIteratorType.AT_TIMESTAMP;
                request.Timestamp = at.Moment.UtcDateTime;
                break;
            case ShardPosition.After after:
                request.ShardIteratorType = ShardIteratorType.AFTER_SEQUENCE_NUMBER;
                request.StartingSequenceNumber = after.SequenceNumber;
                break;
            default:
                request.ShardIteratorType = ShardIteratorType.TRIM_HORIZON;
                break;
        }

        try
        {
            return (await kinesis.GetShardIteratorAsync(request, cancellationToken)).ShardIterator;
        }
        catch (InvalidArgumentException unknown) when (position is ShardPosition.After)
        {
            throw new PositionLostException(unknown.Message, unknown);
        }
        catch (ResourceNotFoundException unknown) when (position is ShardPosition.After)
        {
            // kinesis-local returns this error for an unknown sequence number too. If the shard exists, the sequence number is unknown.
            IReadOnlyList<ShardInfo> shards = await ListShardsAsync(cancellationToken);
            if (shards.Any(shard => shard.ShardId == shardId))
            {
                throw new PositionLostException(unknown.Message, unknown);
            }

            throw;
        }
    }

    public async Task<ShardPage> ReadAsync(string shardId, string iterator, CancellationToken cancellationToken)
    {
        try
        {
            GetRecordsResponse response = await kinesis.GetRecordsAsync(
                new GetRecordsRequest { ShardIterator = iterator, Limit = MaxPageRecords }, cancellationToken);
            return new ShardPage(
                [.. (response.Records ?? []).Select(record => _writer.Write(shardId, record))],
                string.IsNullOrEmpty(response.NextShardIterator) ? null : response.NextShardIterator);
        }
        catch (Exception expired) when (expired is ExpiredIteratorException or InvalidArgumentException)
        {
            throw new IteratorExpiredException(expired.Message, expired);
        }
    }
}
