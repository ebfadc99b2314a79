using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;

namespace Analytics.Functions.Orders;

/// <summary>Orders in their DynamoDB table.</summary>
internal sealed class DynamoOrderStore(IAmazonDynamoDB dynamoDb, string table) : IOrderStore
{
    public async Task<StoredOrder?> FindAsync(OrderId id, CancellationToken cancellationToken)
    {
        var response = await dynamoDb.GetItemAsync(
            new GetItemRequest
            {
                TableName = table,
                Key = new Dictionary<string, AttributeValue> { [OrderItem.Key] = new() { S = id.ToString() } },
                ConsistentRead = true,
            },
            cancellationToken);
        return response.Item is { Count: > 0 } item ? OrderItem.Read(item) : null;
    }

    public Task<StoredOrder?> TryAddAsync(StoredOrder order, CancellationToken cancellationToken) => PutAsync(
        order,
        new PutItemRequest
        {
            ConditionExpression = "attribute_not_exists(#id)",
            ExpressionAttributeNames = new Dictionary<string, string> { ["#id"] = OrderItem.Key },
        },
        cancellationToken);

    public Task<StoredOrder?> TryReplaceAsync(StoredOrder order, CancellationToken cancellationToken) => PutAsync(
        order,
        new PutItemRequest
        {
            ConditionExpression = "#version = :before",
            ExpressionAttributeNames = new Dictionary<string, string> { ["#version"] = OrderItem.Version },
            ExpressionAttributeValues = new Dictionary<string, AttributeValue>
            {
                [":before"] = new() { N = (order.Order.Version - 1).ToString(System.Globalization.CultureInfo.InvariantCulture) },
            },
        },
        cancellationToken);

    private async Task<StoredOrder?> PutAsync(StoredOrder order, PutItemRequest request, CancellationToken cancellationToken)
    {
        request.TableName = table;
        request.Item = OrderItem.Write(order);
        request.ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD;
        try
        {
            await dynamoDb.PutItemAsync(request, cancellationToken);
            return null;
        }
        catch (ConditionalCheckFailedException taken)
        {
            return taken.Item is { Count: > 0 } item
                ? OrderItem.Read(item)
                : throw new InvalidOperationException($"Order {order.Order.Id} is gone from the orders table.", taken);
        }
    }
}
