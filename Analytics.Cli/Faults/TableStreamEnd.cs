using System.Text.Json;
using Amazon.DynamoDBStreams;
using Amazon.Runtime;
using Analytics.Local;
using Analytics.Local.EventSources.Polling;
using Analytics.Local.EventSources.Shards;

namespace Analytics.Cli.Faults;

/// <summary>Tells whether the table stream is fully read: no record lies after its checkpoints.</summary>
internal static class TableStreamEnd
{
    /// <summary>Whether there are no records left to deliver.</summary>
    public static async Task<bool> IsReachedAsync(string dataDirectory, LocalEndpoints endpoints, CancellationToken cancellationToken)
    {
        using var streams = new AmazonDynamoDBStreamsClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBStreamsConfig { ServiceURL = endpoints.DynamoDb.ToString(), AuthenticationRegion = endpoints.Region });
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(dataDirectory, "checkpoints"), "*.json"))
            {
                var kept = JsonSerializer.Deserialize(
                    await File.ReadAllBytesAsync(file, cancellationToken), CheckpointJson.Default.CheckpointDocument)!;
                if (kept.StreamArn.StartsWith("arn:aws:dynamodb:", StringComparison.Ordinal)
                    && !await IsReachedAsync(new DynamoDbStreamReader(streams, kept.StreamArn, endpoints.Region), kept, cancellationToken))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception notYet) when (
            notYet is PositionLostException or AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            // The emulator is restarting, or the stream no longer knows the position and the host will restart the mapping.
            return false;
        }
    }

    private static async Task<bool> IsReachedAsync(
        DynamoDbStreamReader reader, CheckpointDocument kept, CancellationToken cancellationToken)
    {
        foreach (var shard in await reader.ListShardsAsync(cancellationToken))
        {
            if (kept.Shards.GetValueOrDefault(shard.ShardId) == "ENDED")
            {
                continue;
            }

            if (kept.Shards.GetValueOrDefault(shard.ShardId)?.Split(' ') is not ["AFTER", var sequenceNumber])
            {
                return false;
            }

            var iterator = await reader.OpenAsync(shard.ShardId, new ShardPosition.After(sequenceNumber), cancellationToken);
            if ((await reader.ReadAsync(shard.ShardId, iterator, cancellationToken)).Records.Count > 0)
            {
                return false;
            }
        }

        return true;
    }
}
