using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Expressions;

namespace Analytics.Simulation.DynamoDb;

/// <summary>Queries, scans and batches: none of them is a snapshot, so other work may come between any two of their items.</summary>
internal sealed partial class SimulatedDynamoDb
{
    private const double InterruptionRate = 0.05;

    public override Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken = default)
    {
        if (request.IndexName is not null || request.ScanIndexForward == false || request.Select is not null)
        {
            throw new NotSupportedException("The simulated table has no indexes, and reads in order and whole.");
        }

        var table = Table(request.TableName);
        var scope = new Scope(null, request.ExpressionAttributeNames, request.ExpressionAttributeValues);
        var range = ExpressionCache.KeyCondition(request.KeyConditionExpression).Of(scope, table.PartitionKey, table.SortKey);
        var behind = request.ExclusiveStartKey is { Count: > 0 } start ? table.KeyOf(start).Sort : null;
        var page = new Page(this, request.FilterExpression, request.ProjectionExpression, scope, request.ConsistentRead == true, request.Limit);
        return CallAsync("query", new ItemKey(range.Partition, $"{range.From}…{range.To}"), ServeAsync, cancellationToken);

        async ValueTask<QueryResponse> ServeAsync()
        {
            page.Begin();
            var last = behind;
            var isCut = false;
            while (!isCut && table.Next(range, last) is { } slot)
            {
                last = slot.Sort;
                isCut = page.TakeAndIsFull(slot);
                if (_random.NextDouble() < InterruptionRate)
                {
                    await Task.Yield();
                }
            }

            return new QueryResponse
            {
                Items = page.Items,
                Count = page.Items.Count,
                LastEvaluatedKey = isCut ? KeyItem(table, new ItemKey(range.Partition, last!)) : null,
            };
        }
    }

    public override Task<ScanResponse> ScanAsync(ScanRequest request, CancellationToken cancellationToken = default)
    {
        if (request.IndexName is not null)
        {
            throw new NotSupportedException("The simulated table has no indexes.");
        }

        var table = Table(request.TableName);
        var scope = new Scope(null, request.ExpressionAttributeNames, request.ExpressionAttributeValues);
        var page = new Page(this, request.FilterExpression, request.ProjectionExpression, scope, request.ConsistentRead == true, request.Limit);
        var behind = request.ExclusiveStartKey is { Count: > 0 } start ? table.KeyOf(start) : (ItemKey?)null;
        return CallAsync("scan", new ItemKey(table.Name, ""), ServeAsync, cancellationToken);

        async ValueTask<ScanResponse> ServeAsync()
        {
            page.Begin();
            ItemKey? last = null;
            var isCut = false;
            var partitions = table.Partitions
                .Where(partition => Hash(partition) % (uint)(request.TotalSegments ?? 1) == (uint)(request.Segment ?? 0))
                .ToList();
            partitions.RemoveRange(0, behind is { } from ? partitions.IndexOf(from.Partition) : 0);
            foreach (var partition in partitions)
            {
                var sort = partition == behind?.Partition ? behind?.Sort : null;
                while (!isCut && table.Next(new KeyRange(partition, null, true, null, true, null), sort) is { } slot)
                {
                    sort = slot.Sort;
                    last = new ItemKey(partition, sort);
                    isCut = page.TakeAndIsFull(slot);
                    if (_random.NextDouble() < InterruptionRate)
                    {
                        await Task.Yield();
                    }
                }
            }

            return new ScanResponse
            {
                Items = page.Items,
                Count = page.Items.Count,
                ScannedCount = page.Scanned,
                LastEvaluatedKey = isCut ? KeyItem(table, last!.Value) : null,
            };
        }
    }

    public override Task<DescribeTableResponse> DescribeTableAsync(string tableName, CancellationToken cancellationToken = default)
    {
        var table = Table(tableName);
        return CallAsync(
            "describe", new ItemKey(tableName, ""),
            () => ValueTask.FromResult(new DescribeTableResponse { Table = new TableDescription { ItemCount = table.All.LongCount() } }),
            cancellationToken);
    }

    public override Task<BatchGetItemResponse> BatchGetItemAsync(BatchGetItemRequest request, CancellationToken cancellationToken = default)
    {
        if (request.RequestItems.Sum(table => table.Value.Keys.Count) > 100)
        {
            throw Refusals.Validation("Too many items requested for the BatchGetItem call");
        }

        return CallAsync("batch get", new ItemKey(request.RequestItems.Keys.First(), ""), ServeAsync, cancellationToken);

        async ValueTask<BatchGetItemResponse> ServeAsync()
        {
            var response = new BatchGetItemResponse { Responses = [], UnprocessedKeys = [] };
            foreach (var (name, wanted) in request.RequestItems)
            {
                var table = Table(name);
                var found = response.Responses[name] = [];
                var projection = Names(wanted.ProjectionExpression, wanted.ExpressionAttributeNames);
                var left = new KeysAndAttributes
                {
                    Keys = [],
                    ConsistentRead = wanted.ConsistentRead,
                    ProjectionExpression = wanted.ProjectionExpression,
                    ExpressionAttributeNames = wanted.ExpressionAttributeNames,
                };
                foreach (var key in wanted.Keys)
                {
                    if (left.Keys.Count > 0 || (key != wanted.Keys[0] && _mischief.StrikesEvenInCalm(Fault.SmallPages)))
                    {
                        left.Keys.Add(key);
                    }
                    else if (Read(table.Find(table.KeyOf(key)), wanted.ConsistentRead == true) is { } item)
                    {
                        found.Add(Out(item, projection));
                    }

                    if (_random.NextDouble() < InterruptionRate)
                    {
                        await Task.Yield();
                    }
                }

                if (left.Keys.Count > 0)
                {
                    response.UnprocessedKeys.Add(name, left);
                }
            }

            return response;
        }
    }

    private static Dictionary<string, AttributeValue> KeyItem(SimulatedTable table, ItemKey key)
    {
        var item = new Dictionary<string, AttributeValue> { [table.PartitionKey] = new() { S = key.Partition } };
        if (table.SortKey is { } sort)
        {
            item.Add(sort, new AttributeValue { S = key.Sort });
        }

        return item;
    }

    private static uint Hash(string partition)
    {
        var digest = new Running.Digest();
        digest.Add(partition);
        return unchecked((uint)(digest.Value ^ (digest.Value >> 32)));
    }

    /// <summary>The items of one page, and when it is full.</summary>
    private sealed class Page(
        SimulatedDynamoDb owner, string? filter, string? projection, Scope scope, bool isConsistent, int? limit)
    {
        private readonly Func<Scope, bool>? _filter = ExpressionCache.Condition(filter);
        private readonly List<string>? _names = Names(projection, scope.Names);
        private int _left;

        /// <summary>How many items were looked at.</summary>
        public int Scanned { get; private set; }

        public List<Dictionary<string, AttributeValue>> Items { get; private set; } = [];

        public void Begin()
        {
            Items = [];
            Scanned = 0;
            _left = owner._mischief.StrikesEvenInCalm(Fault.SmallPages) ? owner._random.Next(1, 8) : int.MaxValue;
            _left = Math.Min(_left, limit ?? int.MaxValue);
        }

        /// <summary>Takes an item in; the limit is of those looked at, as DynamoDB's is.</summary>
        public bool TakeAndIsFull(TableSlot slot)
        {
            if (owner.Read(slot, isConsistent) is { } item)
            {
                if (_filter is null || _filter(scope with { Item = item }))
                {
                    Items.Add(owner.Out(item, _names));
                }

                Scanned++;
                _left--;
            }

            return _left == 0;
        }
    }
}
