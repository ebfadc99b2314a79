using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Analytics.Tests.EndToEnd;

/// <summary>
/// Another program that writes to the orders table through an AWS client. Knows nothing of the product but the names of attributes.
/// </summary>
internal sealed class OtherWriter(StackFixture stack) : IDisposable
{
    private readonly AmazonDynamoDBClient _dynamoDb = new(
        new BasicAWSCredentials("local", "local"),
        new AmazonDynamoDBConfig { ServiceURL = stack.Endpoints.DynamoDb.ToString(), AuthenticationRegion = "us-east-1" });

    private readonly string _table = stack.Endpoints.Tables["OrdersTable"];

    public void Dispose() => _dynamoDb.Dispose();

    public async Task<Dictionary<string, AttributeValue>?> ReadAsync(string id) =>
        (await _dynamoDb.GetItemAsync(new GetItemRequest { TableName = _table, Key = Key(id), ConsistentRead = true }))
            .Item is { Count: > 0 } item ? item : null;

    public Task PutAsync(Dictionary<string, AttributeValue> item) => _dynamoDb.PutItemAsync(_table, item);

    public Task DeleteAsync(string id) => _dynamoDb.DeleteItemAsync(_table, Key(id));

    public Task SetAsync(string id, string name, AttributeValue value) => _dynamoDb.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = _table,
        Key = Key(id),
        UpdateExpression = "SET #name = :value",
        ExpressionAttributeNames = new() { ["#name"] = name },
        ExpressionAttributeValues = new() { [":value"] = value },
    });

    public async Task SetQuantityAsync(string id, int quantity)
    {
        var item = (await ReadAsync(id))!;
        item["lines"].L[0].M["quantity"].N = quantity.ToString(CultureInfo.InvariantCulture);
        await SetAsync(id, "lines", item["lines"]);
    }

    /// <summary>What a plain scan of the table gives.</summary>
    public Task<PlainScan> ScanAsync() => PlainScan.OfAsync(_dynamoDb, _table);

    private static Dictionary<string, AttributeValue> Key(string id) => new() { ["orderId"] = new(id) };
}
