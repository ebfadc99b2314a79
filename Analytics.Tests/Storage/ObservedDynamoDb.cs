using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Analytics.Tests.Storage;

/// <summary>A client of the tests' DynamoDB that remembers what was written, and lets a test come in between.</summary>
internal sealed class ObservedDynamoDb(AWSCredentials credentials, AmazonDynamoDBConfig config) : AmazonDynamoDBClient(credentials, config)
{
    /// <summary>The partition keys of what was written, in that order; several of one transaction are one entry.</summary>
    public List<string> Writes { get; } = [];

    /// <summary>How many items were read by their key.</summary>
    public int Gets { get; private set; }

    /// <summary>Runs once before the next write.</summary>
    public Func<Task>? BeforeWrite { get; set; }

    public override Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancellationToken = default)
    {
        Gets++;
        return base.GetItemAsync(request, cancellationToken);
    }

    public override async Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancellationToken = default)
    {
        await WritesAsync(request.Item["pk"].S);
        return await base.PutItemAsync(request, cancellationToken);
    }

    public override async Task<TransactWriteItemsResponse> TransactWriteItemsAsync(
        TransactWriteItemsRequest request, CancellationToken cancellationToken = default)
    {
        await WritesAsync(string.Join(' ', request.TransactItems.Select(item => (item.Put?.Item ?? item.Update.Key)["pk"].S)));
        return await base.TransactWriteItemsAsync(request, cancellationToken);
    }

    private async Task WritesAsync(string what)
    {
        var meanwhile = BeforeWrite;
        BeforeWrite = null;
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        Writes.Add(what);
    }
}
