using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Analytics.Benchmarks.Workloads;

/// <summary>A client that adds up what its calls take, as DynamoDB says (<c>ReturnConsumedCapacity</c>). Thread-safe.</summary>
internal sealed class MeteredClient(Uri endpoint) : AmazonDynamoDBClient(
    new BasicAWSCredentials("local", "local"), new AmazonDynamoDBConfig { ServiceURL =
        endpoint.ToString(), AuthenticationRegion = "us-east-1" })
{
    private readonly Lock _gate = new();
    private double _writes;
    private double _reads;

    /// <summary>What was taken since this was asked last.</summary>
    public Units Take()
    {
        lock (_gate)
        {
            var taken = new Units(_writes, _reads);
            (_writes, _reads) = (0, 0);
            return taken;
        }
    }

    public override Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL;
        return WriteAsync(base.PutItemAsync(request, cancellationToken), response => response.ConsumedCapacity?.CapacityUnits ?? 0);
    }

    public override Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL;
        return WriteAsync(base.UpdateItemAsync(request, cancellationToken), response => response.ConsumedCapacity?.CapacityUnits ?? 0);
    }

    public override Task<TransactWriteItemsResponse> TransactWriteItemsAsync(
        TransactWriteItemsRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL;
        return WriteAsync(
            base.TransactWriteItemsAsync(request, cancellationToken),
            response => (response.ConsumedCapacity ?? []).Sum(one => one.CapacityUnits ?? 0));
    }

    public override async Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL;
        var response = await base.QueryAsync(request, cancellationToken);
        Add(0, response.ConsumedCapacity?.CapacityUnits ?? 0);
        return response;
    }

    public override async Task<BatchGetItemResponse> BatchGetItemAsync(
        BatchGetItemRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL;
        var response = await base.BatchGetItemAsync(request, cancellationToken);
        Add(0, (response.ConsumedCapacity ?? []).Sum(one => one.CapacityUnits ?? 0));
        return response;
    }

    public override async Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL;
        var response = await base.GetItemAsync(request, cancellationToken);
        Add(0, response.ConsumedCapacity?.CapacityUnits ?? 0);
        return response;
    }

    private async Task<T> WriteAsync<T>(Task<T> call, Func<T, double> units)
    {
        try
        {
            var response = await call;
            Add(units(response), 0);
            return response;
        }
        catch (ConditionalCheckFailedException)
        {
            // It takes what the item that is there has in kilobytes (DynamoDB, capacity unit consumption); those that are written here
            // under a condition have one.
            Add(1, 0);
            throw;
        }
    }

    private void Add(double writes, double reads)
    {
        lock (_gate)
        {
            _writes += writes;
            _reads += reads;
        }
    }
}

/// <summary>What calls took of DynamoDB.</summary>
/// <param name="Writes">Write units.</param>
/// <param name="Reads">Read units.</param>
internal readonly record struct Units(double Writes, double Reads)
{
    // On demand, us-east-1, since November 2024.
    private const double DollarsAMillionWrites = 0.625;
    private const double DollarsAMillionReads = 0.125;

    /// <summary>What a million times this costs, in dollars.</summary>
    public double DollarsAMillion => Writes * DollarsAMillionWrites + Reads * DollarsAMillionReads;

    /// <summary>The share of one of many.</summary>
    public Units Over(double count) => new(Writes / count, Reads / count);
}
