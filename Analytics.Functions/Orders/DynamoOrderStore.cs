using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;

namespace Analytics.Functions.Orders;

/// <summary>Orders in their DynamoDB table.</summary>
internal sealed class DynamoOrderStore(IAmazonDynamoDB dynamoDb, string table) : IOrderStore
{
    public async Task<FoundOrder?> FindAsync(OrderId id, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = table, Key = OrderItem.KeyOf(id), ConsistentRead = true };
        return Read((await dynamoDb.GetItemAsync(request, cancellationToken)).Item);
    }

    public async Task<FoundOrder?> TryAddAsync(StoredOrder order, CancellationToken cancellationToken)
    {
        try
        {
            await dynamoDb.PutItemAsync(
                new PutItemRequest
                {
                    TableName = table,
                    Item = OrderItem.Write(order),
                    ConditionExpression = "attribute_not_exists(#id)",
                    ExpressionAttributeNames = new Dictionary<string, string> { ["#id"] = OrderItem.Key },
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                },
                cancellationToken);
            return null;
        }
        catch (ConditionalCheckFailedException taken)
        {
            return Read(taken.Item) ?? throw new InvalidOperationException($"Order {order.Order.Id} is gone from the orders table.", taken);
        }
    }

    public async Task<OrderUpdate> TryCancelAsync(FoundOrder found, Order cancelled, CancellationToken cancellationToken)
    {
        // Only what a cancellation changes is written, so that another writer's edit of the rest survives it. The condition on the change ids keeps
        // two changes by the API from overwriting each other's ids.
        var request = new UpdateItemRequest
        {
            TableName = table,
            Key = OrderItem.KeyOf(cancelled.Id),
            UpdateExpression = "SET #status = :status, #version = :version, #updatedAt = :updatedAt, #changeIds = :changeIds, #digest = :digest",
            ConditionExpression = $"#status = :placed AND {(found.ChangeIds is null ? "attribute_not_exists(#changeIds)" : "#changeIds = :found")}",
            ExpressionAttributeNames = new[] { OrderItem.Status, OrderItem.Version, OrderItem.UpdatedAt, OrderItem.ChangeIds, OrderItem.Digest }
                .ToDictionary(name => $"#{name}", name => name),
            ExpressionAttributeValues = new Dictionary<string, AttributeValue>
            {
                [":status"] = new() { S = cancelled.Status.ToWire() },
                [":placed"] = new() { S = OrderStatus.Placed.ToWire() },
                [":version"] = OrderItem.Number(cancelled.Version),
                [":updatedAt"] = new() { S = Timestamps.Format(cancelled.UpdatedAt) },
                [":changeIds"] = OrderItem.Write(cancelled.ChangeIds),
                [":digest"] = new() { S = OrderItem.DigestOf(cancelled) },
            },
            ReturnValues = ReturnValue.ALL_OLD,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        if (found.ChangeIds is { } ids)
        {
            request.ExpressionAttributeValues[":found"] = ids;
        }

        try
        {
            var response = await dynamoDb.UpdateItemAsync(request, cancellationToken);
            return new OrderUpdate.Written(OrderItem.Read(response.Attributes));
        }
        catch (ConditionalCheckFailedException lost)
        {
            return new OrderUpdate.Lost(Read(lost.Item));
        }
    }

    private static FoundOrder? Read(Dictionary<string, AttributeValue>? item) => item is { Count: > 0 } ? OrderItem.Read(item) : null;
}
