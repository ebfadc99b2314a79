using Amazon.DynamoDBv2;
using Amazon.Kinesis;
using Analytics.Local.Templates;

namespace Analytics.Local.Resources;

/// <summary>Creates a template's tables and streams if they do not exist. Idempotent.</summary>
internal sealed class Provisioner(IAmazonDynamoDB dynamoDb, IAmazonKinesis kinesis, string dataDirectory, TimeProvider timeProvider)
{
    private readonly TableProvisioner _tables = new(dynamoDb, dataDirectory, timeProvider);
    private readonly StreamProvisioner _streams = new(kinesis, dataDirectory, timeProvider);

    /// <summary>Creates missing tables and streams and returns the attributes that only the services know.</summary>
    /// <exception cref="ProvisioningException">A resource of the same name exists and differs.</exception>
    public async Task<IReadOnlyDictionary<(string LogicalId, string Attribute), string>> EnsureAsync(
        StackDefinition stack, CancellationToken cancellationToken)
    {
        var known = new Dictionary<(string LogicalId, string Attribute), string>();
        foreach (var table in stack.Tables)
        {
            var (arn, streamArn) = await _tables.EnsureAsync(table, cancellationToken);
            known[(table.LogicalId, "Arn")] = arn;
            if (streamArn is not null)
            {
                known[(table.LogicalId, "StreamArn")] = streamArn;
            }
        }

        foreach (var stream in stack.Streams)
        {
            known[(stream.LogicalId, "Arn")] = await _streams.EnsureAsync(stream, cancellationToken);
        }

        return known;
    }

    /// <summary>Creates missing streams only.</summary>
    public async Task EnsureStreamsAsync(StackDefinition stack, CancellationToken cancellationToken)
    {
        foreach (var stream in stack.Streams)
        {
            await _streams.EnsureAsync(stream, cancellationToken);
        }
    }
}
