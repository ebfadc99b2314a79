using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Local.Templates;

namespace Analytics.Local.Resources;

/// <summary>Creates DynamoDB tables that do not exist yet.</summary>
internal sealed class TableProvisioner(IAmazonDynamoDB dynamoDb, string dataDirectory, TimeProvider timeProvider)
{
    // An emulator takes milliseconds, and AWS up to minutes for a table with indexes.
    private static readonly TimeSpan MaxActive = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Creates the table if it does not exist.</summary>
    /// <returns>The ARNs of the table and its stream; the latter is null if it has no stream.</returns>
    /// <exception cref="ProvisioningException">A table of this name exists and differs.</exception>
    public async Task<(string Arn, string? StreamArn)> EnsureAsync(TableDefinition table, CancellationToken cancellationToken)
    {
        var description = await FindAsync(table.Name, cancellationToken);
        if (description is null)
        {
            await dynamoDb.CreateTableAsync(CreateRequest(table), cancellationToken);
        }
        else if (TableShape.Differences(table, description) is [_, ..] differences)
        {
            throw new ProvisioningException(
                $"The table {table.Name} is there and differs from the template's {table.LogicalId}: {string.Join("; ", differences)}. "
                + $"Delete the data directory {dataDirectory} to begin anew.");
        }

        description = await WaitUntilActiveAsync(table, cancellationToken);
        await EnsureTimeToLiveAsync(table, cancellationToken);
        return (description.TableArn, table.StreamViewType is null ? null : description.LatestStreamArn);
    }

    private async Task<TableDescription?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await dynamoDb.DescribeTableAsync(name, cancellationToken)).Table;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    private async Task<TableDescription> WaitUntilActiveAsync(TableDefinition table, CancellationToken cancellationToken)
    {
        var start = timeProvider.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            var description = await FindAsync(table.Name, cancellationToken);
            if (description is not null
                && description.TableStatus == TableStatus.ACTIVE
                && (description.GlobalSecondaryIndexes ?? []).All(
                    index => index.IndexStatus is null || index.IndexStatus == IndexStatus.ACTIVE))
            {
                return description;
            }

            if (timeProvider.GetElapsedTime(start) > MaxActive)
            {
                throw new ProvisioningException($"The table {table.Name} was not active after {MaxActive.TotalMinutes:0} minutes.");
            }

            await Task.Delay(pause, timeProvider, cancellationToken);
            pause = pause + pause < LongestPause ? pause + pause : LongestPause;
        }
    }

    private async Task EnsureTimeToLiveAsync(TableDefinition table, CancellationToken cancellationToken)
    {
        if (table.TimeToLiveAttribute is not { } attribute)
        {
            return;
        }

        var described = await dynamoDb.DescribeTimeToLiveAsync(new DescribeTimeToLiveRequest { TableName = table.Name }, cancellationToken);
        var status = described.TimeToLiveDescription?.TimeToLiveStatus;
        if (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING)
        {
            return;
        }

        await dynamoDb.UpdateTimeToLiveAsync(
            new UpdateTimeToLiveRequest
            {
                TableName = table.Name,
                TimeToLiveSpecification = new TimeToLiveSpecification { AttributeName = attribute, Enabled = true },
            },
            cancellationToken);
    }

    private static CreateTableRequest CreateRequest(TableDefinition table) => new()
    {
        TableName = table.Name,
        KeySchema = Keys(table.Keys),
        AttributeDefinitions = [.. table.Attributes.Select(
            attribute => new AttributeDefinition(attribute.Key, new ScalarAttributeType(attribute.Value)))],
        BillingMode = table.Provisioned is null ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED,
        ProvisionedThroughput = Throughput(table.Provisioned),
        // Null rather than empty: DynamoDB rejects an empty list of indexes.
        GlobalSecondaryIndexes = table.GlobalIndexes.Count == 0 ? null :
        [
            .. table.GlobalIndexes.Select(index => new GlobalSecondaryIndex
            {
                IndexName = index.Name,
                KeySchema = Keys(index.Keys),
                Projection = Projection(index),
                ProvisionedThroughput = Throughput(index.Provisioned),
            }),
        ],
        LocalSecondaryIndexes = table.LocalIndexes.Count == 0 ? null :
        [
            .. table.LocalIndexes.Select(
                index => new LocalSecondaryIndex { IndexName = index.Name, KeySchema = Keys(index.Keys), Projection = Projection(index) }),
        ],
        StreamSpecification = table.StreamViewType is null ? null
            : new StreamSpecification { StreamEnabled = true, StreamViewType = table.StreamViewType },
    };

    private static List<KeySchemaElement> Keys(IReadOnlyList<KeyPart> keys) =>
        [.. keys.Select(key => new KeySchemaElement(key.Attribute, new KeyType(key.Type)))];

    private static Projection Projection(IndexDefinition index) => new()
    {
        ProjectionType = index.Projection,
        NonKeyAttributes = index.ProjectedAttributes.Count == 0 ? null : [.. index.ProjectedAttributes],
    };

    private static ProvisionedThroughput? Throughput(CapacityUnits? units) =>
        units is null ? null : new ProvisionedThroughput(units.Read, units.Write);
}
