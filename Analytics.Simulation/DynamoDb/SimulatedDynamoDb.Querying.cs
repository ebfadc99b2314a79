using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Expressions;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb;

/// <summary>Queries of tables and indexes.</summary>
internal sealed partial class SimulatedDynamoDb
{
    public override Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken = default)
    {
        if (request.Select is not null)
        {
            throw new NotSupportedException("The simulated table is read whole, or by a projection expression.");
        }

        var target = Target(request);
        var isForward = request.ScanIndexForward != false;
        var scope = new Scope(null, request.ExpressionAttributeNames, request.ExpressionAttributeValues);
        var range = ExpressionCache.KeyCondition(request.KeyConditionExpression).Of(scope, target.PartitionKey, target.SortKey);
        var behind = Behind(request.ExclusiveStartKey, target, range);
        var page = new Page(
            this, Table(request.TableName).Meter, request.FilterExpression, request.ProjectionExpression, scope,
            request.ConsistentRead == true && _tampering.IsConsistent(range.Partition), request.Limit);
        return CallAsync("query", new ItemKey(range.Partition, $"{range.From}…{range.To}"), ServeAsync, cancellationToken);

        async ValueTask<QueryResponse> ServeAsync()
        {
            page.Begin();
            var last = behind;
            var isCut = false;
            while (!isCut && target.Next(range, last, isForward) is { } slot)
            {
                last = slot.Place;
                isCut = page.TakeAndIsFull(slot);
                if (_random.NextDouble() < InterruptionRate)
                {
                    await Task.Yield();
                }
            }

            page.End();
            return new QueryResponse
            {
                Items = page.Items,
                Count = page.Items.Count,
                ScannedCount = page.Scanned,
                LastEvaluatedKey = isCut ? target.KeyAt(range.Partition, last!.Value) : null,
            };
        }
    }

    private IQueryTarget Target(QueryRequest request)
    {
        var table = Table(request.TableName);
        if (request.IndexName is null)
        {
            return table;
        }

        var index = table.Index(request.IndexName);
        if (request.ConsistentRead == true)
        {
            throw Refusals.Validation("Consistent reads are not supported on global secondary indexes");
        }

        index.AssertHolds(Names(request.ProjectionExpression, request.ExpressionAttributeNames) ?? []);
        if (!string.IsNullOrEmpty(request.FilterExpression) && !index.HoldsAll)
        {
            throw new NotSupportedException("The simulated table has no filters on an index of keys only.");
        }

        return index;
    }

    /// <summary>The place where the previous page ended; null for the first page.</summary>
    private static Place? Behind(Dictionary<string, AttributeValue>? start, IQueryTarget target, KeyRange range)
    {
        if (start is not { Count: > 0 })
        {
            return null;
        }

        if (start.Count != target.KeyNames.Count || !target.KeyNames.All(start.ContainsKey))
        {
            throw Refusals.Validation("The provided starting key is invalid");
        }

        var place = target.PlaceOf(start);
        return start[target.PartitionKey].S == range.Partition && range.Holds(place.Sort)
            ? place
            : throw Refusals.Validation("The provided starting key is outside query boundaries based on provided conditions");
    }
}
