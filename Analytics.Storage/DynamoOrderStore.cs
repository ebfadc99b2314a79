using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;

namespace Analytics.Storage;

/// <summary>Stores orders in the orders table. Thread-safe.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="table">The orders table.</param>
/// <param name="time">Times the delays before retries.</param>
public sealed class DynamoOrderStore(IAmazonDynamoDB dynamoDb, string table, TimeProvider time) : IOrderStore
{
    private readonly OrderPages _pages = new(dynamoDb, table, time);

    public Task<OrderPage> ListAsync(OrderList list, CancellationToken cancellationToken) => _pages.ReadAsync(list, cancellationToken);

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

    public async Task<OrderUpdate> TryUpdateAsync(FoundOrder found, StoredOrder changed, CancellationToken cancellationToken)
    {
        // The conditions prevent two API requests from overwriting each other's change, an amendment or refund from undoing another
        // writer's edit of the lines that it was computed from, and a customer from changing an order that has become another's.
        var values = Changes(found.Stored!, changed);
        var dependsOnLines = values.ContainsKey(OrderItem.Lines) || changed.Log is [.., { Kind: ChangeKind.Amended }];
        var request = new UpdateItemRequest
        {
            TableName = table,
            Key = OrderItem.KeyOf(changed.Order.Id),
            UpdateExpression = $"SET {string.Join(", ", values.Keys.Select(name => $"#{name} = :{name}"))}",
            ConditionExpression = "#status = :statusBefore AND #customerId = :customerBefore AND "
                + (found.ChangeIds is null ? "attribute_not_exists(#changeIds)" : "#changeIds = :idsBefore")
                + (dependsOnLines ? " AND #lines = :linesBefore" : ""),
            ExpressionAttributeNames = values.Keys.Concat([OrderItem.Status, OrderItem.CustomerId])
                .Concat(dependsOnLines ? [OrderItem.Lines] : []).Distinct().ToDictionary(name => $"#{name}", name => name),
            ExpressionAttributeValues = values.ToDictionary(value => $":{value.Key}", value => value.Value),
            ReturnValues = ReturnValue.ALL_OLD,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        request.ExpressionAttributeValues[":statusBefore"] = new AttributeValue { S = found.Stored!.Order.Status.ToWire() };
        request.ExpressionAttributeValues[":customerBefore"] = new AttributeValue { S = found.Stored.Order.CustomerId };
        if (found.ChangeIds is { } ids)
        {
            request.ExpressionAttributeValues[":idsBefore"] = ids;
        }

        if (dependsOnLines)
        {
            request.ExpressionAttributeValues[":linesBefore"] = found.Lines;
        }

        try
        {
            var before = (await dynamoDb.UpdateItemAsync(request, cancellationToken)).Attributes;
            var after = new Dictionary<string, AttributeValue>(before);
            foreach (var (name, value) in values)
            {
                after[name] = value;
            }

            return new OrderUpdate.Written(OrderItem.Read(before), OrderItem.Read(after));
        }
        catch (ConditionalCheckFailedException lost)
        {
            return new OrderUpdate.Lost(Read(lost.Item));
        }
    }

    // Only the attributes that the change affects, so that another writer's edits of other attributes are preserved.
    private static Dictionary<string, AttributeValue> Changes(StoredOrder found, StoredOrder changed)
    {
        var isAmended = !changed.Order.Lines.SequenceEqual(found.Order.Lines);
        return OrderItem.Write(changed)
            .Where(attribute => attribute.Key switch
            {
                OrderItem.Version or OrderItem.UpdatedAt or OrderItem.ChangeIds or OrderItem.Digest or OrderItem.Log => true,
                OrderItem.Lines or OrderItem.Total => isAmended,
                OrderItem.DetailsDigest => changed.DetailsDigest != found.DetailsDigest,
                OrderItem.KeyedRequests => !changed.KeyedRequests.SequenceEqual(found.KeyedRequests),
                OrderItem.Status => changed.Order.Status != found.Order.Status,
                _ => false,
            })
            .ToDictionary();
    }

    private static FoundOrder? Read(Dictionary<string, AttributeValue>? item) => item is { Count: > 0 } ? OrderItem.Read(item) : null;
}
