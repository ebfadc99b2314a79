using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Expressions;
using Analytics.Simulation.DynamoDb.Values;
using Analytics.Simulation.Injection;

namespace Analytics.Simulation.DynamoDb;

/// <summary>Scans, batch reads and pages. None of them is a snapshot: other work may run between any two items.</summary>
internal sealed partial class SimulatedDynamoDb
{
    private const double InterruptionRate = 0.05;
    private const int MaxBatch = 100;

    public override Task<ScanResponse> ScanAsync(ScanRequest request, CancellationToken cancellationToken = default)
    {
        if (request.IndexName is not null)
        {
            throw new NotSupportedException("The simulated table has no scans of indexes.");
        }

        var table = Table(request.TableName);
        var scope = new Scope(null, request.ExpressionAttributeNames, request.ExpressionAttributeValues);
        var page = new Page(
            this, table.Meter, request.FilterExpression, request.ProjectionExpression, scope, request.ConsistentRead == true,
            request.Limit);
        var behind = request.ExclusiveStartKey is { Count: > 0 } key ? table.KeyFrom(key) : (ItemKey?)null;
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
                Place? place = behind is { } start && partition == start.Partition ? new Place(start.Sort) : null;
                while (!isCut && table.Next(KeyRange.Whole(partition), place) is { } slot)
                {
                    place = slot.Place;
                    last = new ItemKey(partition, slot.Place.Sort);
                    isCut = page.TakeAndIsFull(slot);
                    if (_random.NextDouble() < InterruptionRate)
                    {
                        await Task.Yield();
                    }
                }
            }

            page.End();
            return new ScanResponse
            {
                Items = page.Items,
                Count = page.Items.Count,
                ScannedCount = page.Scanned,
                LastEvaluatedKey = isCut ? table.KeyAt(last!.Value.Partition, new Place(last.Value.Sort)) : null,
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
        AssertBatch(request);
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
                    if (left.Keys.Count > 0 || (key != wanted.Keys[0] && _injection.StrikesEvenInCalm(Fault.SmallPages)))
                    {
                        left.Keys.Add(key);
                    }
                    else
                    {
                        var item = Read(table.Find(table.KeyFrom(key)), wanted.ConsistentRead == true);
                        table.Meter?.Read(item, wanted.ConsistentRead == true);
                        if (item is not null)
                        {
                            found.Add(Out(item, projection));
                        }
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

    private void AssertBatch(BatchGetItemRequest request)
    {
        if (request.RequestItems is not { Count: > 0 } || request.RequestItems.Values.Any(wanted => wanted.Keys is not { Count: > 0 }))
        {
            throw Refusals.Validation("The batch get request list for a table cannot be null or empty");
        }

        if (request.RequestItems.Sum(table => table.Value.Keys.Count) > MaxBatch)
        {
            throw Refusals.Validation("Too many items requested for the BatchGetItem call");
        }

        foreach (var (name, wanted) in request.RequestItems)
        {
            if (wanted.Keys.Select(Table(name).KeyFrom).Distinct().Count() < wanted.Keys.Count)
            {
                throw Refusals.Validation("Provided list of item keys contains duplicates");
            }
        }
    }

    private static uint Hash(string partition)
    {
        var digest = new Running.Digest();
        digest.Add(partition);
        return unchecked((uint)(digest.Value ^ (digest.Value >> 32)));
    }

    /// <summary>Collects the items of one page and detects when it is full.</summary>
    private sealed class Page(
        SimulatedDynamoDb owner, CapacityCounter? meter, string? filter, string? projection, Scope scope, bool isConsistent, int? limit)
    {
        private readonly Func<Scope, bool>? _filter = ExpressionCache.Condition(filter);
        private readonly List<string>? _names = Names(projection, scope.Names);
        private readonly Dictionary<ItemKey, DateTimeOffset> _moments = [];
        private int _left;
        private int _bytes;

        /// <summary>Number of items examined.</summary>
        public int Scanned { get; private set; }

        public List<Dictionary<string, AttributeValue>> Items { get; private set; } = [];

        public void Begin()
        {
            Items = [];
            Scanned = 0;
            _bytes = 0;
            _moments.Clear();
            _left = owner._injection.StrikesEvenInCalm(Fault.SmallPages) ? owner._random.Next(1, 8) : int.MaxValue;
            _left = Math.Min(_left, limit ?? int.MaxValue);
        }

        /// <summary>Examines an item. The limit counts examined items, as in DynamoDB.</summary>
        public bool TakeAndIsFull(TableSlot slot)
        {
            if (Read(slot) is { } item)
            {
                _bytes += meter is null ? 0 : Values.Items.Size(item);
                if (_filter is null || _filter(scope with { Item = item }))
                {
                    Items.Add(owner.Out(item, _names));
                }

                Scanned++;
                _left--;
            }

            return _left == 0;
        }

        /// <summary>Meters the page. Filters and projections do not reduce its cost.</summary>
        public void End() => meter?.Read(_bytes, isConsistent);

        // Within a page, an index item is read as of one moment, even if the page meets it at several places.
        private Dictionary<string, AttributeValue>? Read(TableSlot slot)
        {
            if (slot.Place.Item == default)
            {
                return owner.Read(slot, isConsistent);
            }

            if (!_moments.TryGetValue(slot.Place.Item, out var moment))
            {
                _moments.Add(slot.Place.Item, moment = owner.MomentToRead());
            }

            return slot.At(moment);
        }
    }
}
