using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Reads pages of lists of orders through the indexes of the orders table, which are eventually consistent.</summary>
/// <remarks>
/// The orders of a customer are in one partition of <see cref="CustomerIndex"/>. The orders of all customers are read from
/// <see cref="OrderIndex"/>, whose partitions of a day are merged, day by day into the past.
/// </remarks>
internal sealed class OrderPages(IAmazonDynamoDB dynamoDb, string table, TimeProvider time)
{
    /// <summary>The name of the index by customer.</summary>
    public const string CustomerIndex = "byCustomer";

    /// <summary>Maximum number of days that a page reads; an older order is on a later page.</summary>
    public const int MaxDays = 8;

    /// <summary>Maximum number of times that a page reads orders. Those that are not selected are read, too.</summary>
    public const int MaxReads = 10;

    private const int MaxRetries = 5;

    // The delay before the first retry. It doubles with each, to 800 ms before the last.
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads a page.</summary>
    public async Task<OrderPage> ReadAsync(OrderList list, CancellationToken cancellationToken)
    {
        var found = new List<FoundOrder>();
        var reads = 0;
        var end = list.After;
        foreach (var partitions in Partitions(list))
        {
            // A full page does not look at further days, so the last page may be empty.
            if (found.Count == list.Limit)
            {
                return new OrderPage(found, end);
            }

            if (partitions.Names.Count == 0)
            {
                return new OrderPage(found, new OrderPosition(partitions.From, default));
            }

            while (true)
            {
                // One more than the page can hold shows whether another page follows. Of a selective list, most orders may not be.
                var wanted = !list.IsSelective ? Math.Min(list.Limit - found.Count + 1, BatchGet.MaxKeys) : BatchGet.MaxKeys;
                var candidates = await CandidatesAsync(partitions, Latest(list, end), end, wanted, cancellationToken);
                var items = await GetAsync(candidates, cancellationToken);
                foreach (var candidate in candidates)
                {
                    if (found.Count == list.Limit)
                    {
                        return new OrderPage(found, end);
                    }

                    end = candidate;
                    if (items.GetValueOrDefault(candidate) is { Stored: { } stored } order && list.Has(stored.Order))
                    {
                        found.Add(order);
                    }
                }

                if (candidates.Count < wanted)
                {
                    break;
                }

                if (++reads == MaxReads)
                {
                    return new OrderPage(found, end);
                }
            }
        }

        return new OrderPage(found, null);
    }

    // The partitions that are read together, newest first. Without names: where a page ends that has read enough days.
    private static IEnumerable<PartitionSet> Partitions(OrderList list)
    {
        if (list.CustomerId is { } customer)
        {
            yield return new PartitionSet(CustomerIndex, OrderItem.CustomerId, [customer], list.From, DateTimeOffset.MaxValue);
            yield break;
        }

        var day = Latest(list, list.After).UtcDateTime.Date;
        for (var days = 0; day >= list.From.UtcDateTime.Date; days++, day = day.AddDays(-1))
        {
            var start = new DateTimeOffset(day, TimeSpan.Zero);
            if (days == MaxDays)
            {
                yield return new PartitionSet("", "", [], start.AddDays(1), start.AddDays(1));
                yield break;
            }

            yield return new PartitionSet(
                OrderIndex.Name, OrderItem.PlacedIn,
                [.. Enumerable.Range(0, OrderIndex.Shards).Select(shard => OrderIndex.PartitionOf(shard, Minute.Of(start)))],
                start > list.From ? start : list.From, start.AddDays(1).AddMilliseconds(-1));
        }
    }

    private static DateTimeOffset Latest(OrderList list, OrderPosition? after)
    {
        var last = list.To.AddMilliseconds(-1);
        if (after is not { } position)
        {
            return last;
        }

        // No order of the same millisecond follows the least id, which is where a page ends that has read enough days.
        var latest = position.Id == default ? position.PlacedAt.AddMilliseconds(-1) : position.PlacedAt;
        return latest < last ? latest : last;
    }

    /// <summary>The next positions of all partitions together.</summary>
    private async Task<List<OrderPosition>> CandidatesAsync(
        PartitionSet partitions, DateTimeOffset latest, OrderPosition? after, int count, CancellationToken cancellationToken)
    {
        // An order whose time another program has moved to a later day stands in its old day's partition under its new time.
        latest = latest < partitions.Last ? latest : partitions.Last;
        if (latest < partitions.From)
        {
            return [];
        }

        var all = await Task.WhenAll(partitions.Names.Select(
            name => CandidatesAsync(partitions, name, latest, after, count, cancellationToken)));
        return [.. all.SelectMany(positions => positions).Distinct().Order().Take(count)];
    }

    private async Task<List<OrderPosition>> CandidatesAsync(
        PartitionSet partitions, string name, DateTimeOffset latest, OrderPosition? after, int count, CancellationToken cancellationToken)
    {
        var request = new QueryRequest
        {
            TableName = table,
            IndexName = partitions.Index,
            KeyConditionExpression = "#partition = :partition AND #placedAt BETWEEN :from AND :latest",
            ProjectionExpression = "#id, #placedAt",
            ExpressionAttributeNames = new Dictionary<string, string>
            {
                ["#partition"] = partitions.Key, ["#placedAt"] = OrderItem.PlacedAt, ["#id"] = OrderItem.Key,
            },
            ExpressionAttributeValues = new Dictionary<string, AttributeValue>
            {
                [":partition"] = new() { S = name },
                [":from"] = new() { S = Timestamps.Format(partitions.From) },
                [":latest"] = new() { S = Timestamps.Format(latest) },
            },
            ScanIndexForward = false,
            Limit = count + 1,
        };
        var positions = new List<OrderPosition>();
        var isComplete = false;
        while (!isComplete)
        {
            var page = await dynamoDb.QueryAsync(request, cancellationToken);
            foreach (var item in page.Items ?? [])
            {
                // An item that has no such key is not a valid order, and no page shows it.
                if (OrderId.TryParse(item[OrderItem.Key].S, out var id)
                    && Timestamps.TryParse(item[OrderItem.PlacedAt].S, out var placedAt))
                {
                    // An index does not sort orders of the same time, so all of them are read before the page is cut among them.
                    isComplete |= positions.Count >= count && placedAt < positions[count - 1].PlacedAt;
                    var position = new OrderPosition(placedAt, id);
                    if (after is not { } before || position > before)
                    {
                        positions.Add(position);
                    }
                }
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
            isComplete |= page.LastEvaluatedKey is not { Count: > 0 };
        }

        return positions;
    }

    // An index entry whose order has been placed at another time since is out of date: the order is found under its new one.
    private async Task<Dictionary<OrderPosition, FoundOrder>> GetAsync(
        List<OrderPosition> candidates, CancellationToken cancellationToken)
    {
        if (candidates.Count == 0)
        {
            return [];
        }

        var retries = 0;
        var keys = candidates.Select(candidate => candidate.Id).Distinct().Select(OrderItem.KeyOf).ToArray();
        var items = await dynamoDb.GetAllAsync([(table, keys)], RetryAsync, cancellationToken);
        return items[table].Select(OrderItem.Read).Where(found => found.Stored is not null)
            .ToDictionary(found => new OrderPosition(found.Stored!.Order.PlacedAt, found.Stored.Order.Id));

        Task RetryAsync() => retries < MaxRetries
            ? Task.Delay(RetryDelay * (1 << retries++), time, cancellationToken)
            : throw new ProvisionedThroughputExceededException("DynamoDB leaves keys of BatchGetItem unprocessed.");
    }

    /// <summary>Partitions of an index that are read together, and the times of the first and last orders to read.</summary>
    private sealed record PartitionSet(
        string Index, string Key, IReadOnlyList<string> Names, DateTimeOffset From, DateTimeOffset Last);
}
