using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Analytics.Tests.Operations.Rebuild;

/// <summary>Counts the items that a client reads.</summary>
internal sealed class ReadCounter
{
    private long _items;

    public ReadCounter(IAmazonDynamoDB client) =>
        ((AmazonDynamoDBClient)client).AfterResponseEvent += (_, response) => Interlocked.Add(ref _items, ItemsOf(response));

    /// <summary>The items read since the beginning or the last reset.</summary>
    public long Items => Interlocked.Read(ref _items);

    public void Reset() => Interlocked.Exchange(ref _items, 0);

    private static long ItemsOf(ResponseEventArgs response) => (response as WebServiceResponseEventArgs)?.Response switch
    {
        QueryResponse query => query.Items?.Count ?? 0,
        ScanResponse scan => scan.Items?.Count ?? 0,
        BatchGetItemResponse batch => (batch.Responses ?? []).Sum(table => table.Value.Count),
        GetItemResponse { Item.Count: > 0 } => 1,
        _ => 0,
    };
}
