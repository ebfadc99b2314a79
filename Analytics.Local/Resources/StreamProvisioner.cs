using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Analytics.Local.Templates;

namespace Analytics.Local.Resources;

/// <summary>Creates Kinesis streams that do not exist yet.</summary>
internal sealed class StreamProvisioner(IAmazonKinesis kinesis, string dataDirectory, TimeProvider timeProvider)
{
    // The initial shard count of an on-demand stream in Kinesis.
    private const int OnDemandShards = 4;

    // An emulator takes milliseconds, and AWS up to minutes for a table with indexes.
    private static readonly TimeSpan MaxActive = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Creates the stream if it does not exist.</summary>
    /// <returns>Its ARN.</returns>
    /// <exception cref="ProvisioningException">A stream of this name exists with a different shard count.</exception>
    public async Task<string> EnsureAsync(StreamDefinition stream, CancellationToken cancellationToken)
    {
        if (await FindAsync(stream.Name, cancellationToken) is null)
        {
            await kinesis.CreateStreamAsync(
                new CreateStreamRequest { StreamName = stream.Name, ShardCount = stream.ShardCount ?? OnDemandShards },
                cancellationToken);
        }

        var start = timeProvider.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            if (await FindAsync(stream.Name, cancellationToken) is { } summary && summary.StreamStatus == StreamStatus.ACTIVE)
            {
                return Checked(stream, summary);
            }

            if (timeProvider.GetElapsedTime(start) > MaxActive)
            {
                throw new ProvisioningException($"The stream {stream.Name} was not active after {MaxActive.TotalMinutes:0} minutes.");
            }

            await Task.Delay(pause, timeProvider, cancellationToken);
            pause = pause + pause < LongestPause ? pause + pause : LongestPause;
        }
    }

    private string Checked(StreamDefinition stream, StreamDescriptionSummary summary)
    {
        // Kinesis changes the shard count of an on-demand stream itself.
        if (stream.ShardCount is { } wanted && summary.OpenShardCount != wanted)
        {
            throw new ProvisioningException(
                $"The stream {stream.Name} is there, but its number of shards is {summary.OpenShardCount}; the template's "
                    + $"{stream.LogicalId} has {wanted}. "
                + $"Delete the data directory {dataDirectory} to begin anew, or reshard the stream.");
        }

        return summary.StreamARN;
    }

    private async Task<StreamDescriptionSummary?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await kinesis.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = name }, cancellationToken))
                .StreamDescriptionSummary;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }
}
