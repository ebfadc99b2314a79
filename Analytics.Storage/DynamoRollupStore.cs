using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Stores rollups in the aggregates table. Thread-safe.</summary>
/// <remarks>
/// Segments are written before the head that names them, under a token of their own, and never change, so a head never lacks its segments.
/// The segments of a sum that was not stored or was replaced stay unused until their time to live removes them.
/// </remarks>
/// <param name="dynamoDb">The client.</param>
/// <param name="table">The aggregates table.</param>
/// <param name="random">Generates the tokens. The store locks on it.</param>
/// <param name="cache">Cache of rollup items; null to read them from the table each time.</param>
public sealed class DynamoRollupStore(IAmazonDynamoDB dynamoDb, string table, Random random, ItemCache? cache = null) : IRollupStore
{
    // '~' sorts after every character used in keys.
    private const string AfterSegments = "~";

    private const int PartitionsAtOnce = 16;

    public async Task<IReadOnlyDictionary<RollupPeriod, RollupState>> ReadAsync(
        RollupLength length, MinuteRange minutes, SumsRead read, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var states = new Dictionary<RollupPeriod, RollupState>();
        await Bounded.ForEachAsync(RollupItem.Partitions(length, minutes), PartitionsAtOnce, async (partition, token) =>
        {
            var ofPartition = await ReadPartitionAsync(length, partition, read, token);
            lock (gate)
            {
                foreach (var (period, state) in ofPartition)
                {
                    states.Add(period, state);
                }
            }
        }, cancellationToken);
        return states;
    }

    public async Task<bool> TryStoreAsync(RollupPeriod period, RollupSum sum, long invalidationsBefore, CancellationToken cancellationToken)
    {
        var version = NewToken();
        var segments = RollupItem.Segments(period, sum.Tally, version);
        var sliceSegments = RollupItem.SliceSegments(period, sum.Tally, version);
        var customers = RollupItem.CustomerSegment(period, sum.Customers, version);
        try
        {
            foreach (var segment in segments.Concat(sliceSegments).Concat(customers is null ? [] : [customers]))
            {
                await dynamoDb.PutItemAsync(new PutItemRequest { TableName = table, Item = segment }, cancellationToken);
            }

            await dynamoDb.UpdateItemAsync(
                Head(period, sum, invalidationsBefore, version, segments.Count, sliceSegments.Count), cancellationToken);
            return true;
        }
        catch (Exception invalidated) when (invalidated is ConditionalCheckFailedException or TransactionConflictException)
        {
            return false;
        }
        catch (Exception throttled) when (throttled is ProvisionedThroughputExceededException or RequestLimitExceededException)
        {
            // The caller has the sum, and the next reader computes it again: no reason to fail a query.
            return false;
        }
    }

    public Task InvalidateAsync(RollupPeriod period, CancellationToken cancellationToken)
    {
        var update = RollupItem.Invalidate(table, period);
        return dynamoDb.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = update.TableName,
                Key = update.Key,
                UpdateExpression = update.UpdateExpression,
                ExpressionAttributeNames = update.ExpressionAttributeNames,
                ExpressionAttributeValues = update.ExpressionAttributeValues,
            },
            cancellationToken);
    }

    private async Task<Dictionary<RollupPeriod, RollupState>> ReadPartitionAsync(
        RollupLength length, MinuteRange minutes, SumsRead read, CancellationToken cancellationToken)
    {
        var states = new Dictionary<RollupPeriod, RollupState>();
        var (items, customers) = (new Dictionary<Minute, Wanted>(), new Dictionary<Minute, Wanted>());
        var heads = DynamoQueries.Between(
            table, RollupItem.PartitionOf(length, minutes.From), minutes.From.ToString(), minutes.To.Plus(-(long)length)
                .ToString(), isConsistent: true);
        await foreach (var item in dynamoDb.QueryAllAsync(heads, cancellationToken))
        {
            if (RollupItem.ReadHead(length, item) is not { } head)
            {
                continue;
            }

            states.Add(head.Period, head.State);
            if (head.State.Sum is not { } sum)
            {
                continue;
            }

            if (read.HasFlag(SumsRead.Customers) && head.CustomerSegments is null)
            {
                states[head.Period] = head.State with { Sum = null };
                continue;
            }

            var segments = read.HasFlag(SumsRead.Items) ? head.Segments : read.HasFlag(SumsRead.Slices) ? head.SliceSegments : 0;
            if (segments > 0)
            {
                Want(items, head, segments, sum.Tally, cache?.Find(head.Period, head.Version, read), read);
            }

            if (read.HasFlag(SumsRead.Customers) && head.CustomerSegments > 0)
            {
                Want(customers, head, head.CustomerSegments.Value, sum.Customers, cache?.FindCustomers(head.Period, head.Version));
            }
        }

        var partition = read.HasFlag(SumsRead.Items)
            ? RollupItem.SegmentPartitionOf(length, minutes.From) : RollupItem.SlicePartitionOf(length, minutes.From);
        await AddAsync(length, partition, states, items, cancellationToken);
        await AddAsync(length, RollupItem.CustomerPartitionOf(length, minutes.From), states, customers, cancellationToken);
        return states;
    }

    private void Want(
        Dictionary<Minute, Wanted> wanted, RollupHead head, int segments, Tally sum, Tally? cached, SumsRead read)
    {
        if (cached is not null)
        {
            sum.Add(cached);
            return;
        }

        var items = new Tally();
        wanted.Add(head.Period.Start, new Wanted(
            head.Version, segments, item => ItemsFormat.DecodeInto(items, MinuteItem.Bytes(item, MinuteItem.Items).Span), () =>
            {
                cache?.Put(head.Period, head.Version, read, items);
                sum.Add(items);
            }));
    }

    private void Want(Dictionary<Minute, Wanted> wanted, RollupHead head, int segments, CustomerSet sum, CustomerSet? cached)
    {
        if (cached is not null)
        {
            sum.Add(cached);
            return;
        }

        var customers = new CustomerSet();
        wanted.Add(head.Period.Start, new Wanted(
            head.Version, segments, item => CustomersFormat.DecodeInto(customers, MinuteItem.Bytes(item, RollupItem.Customers).Span), () =>
            {
                cache?.Put(head.Period, head.Version, customers);
                sum.Add(customers);
            }));
    }

    private UpdateItemRequest Head(
        RollupPeriod period, RollupSum sum, long invalidationsBefore, string version, int segments, int sliceSegments)
    {
        var key = RollupItem.KeyOf(period);
        var values = RollupItem.Sum(period, sum, invalidationsBefore, version, segments, sliceSegments)
            .Where(attribute => !key.ContainsKey(attribute.Key))
            .ToDictionary();

        // An earlier sum may have had these.
        var absent = RollupItem.Optional.Where(name => !values.ContainsKey(name)).ToList();
        return new UpdateItemRequest
        {
            TableName = table,
            Key = key,
            UpdateExpression = "SET " + string.Join(", ", values.Keys.Select(name => $"#{name} = :{name}"))
                + (absent.Count > 0 ? " REMOVE " + string.Join(", ", absent.Select(name => $"#{name}")) : ""),
            ConditionExpression = invalidationsBefore == 0
                ? "attribute_not_exists(#invalidations) AND (attribute_not_exists(#format) OR #format <= :newest)"
                : "#invalidations = :sumOf AND (attribute_not_exists(#format) OR #format <= :newest)",
            ExpressionAttributeNames = values.Keys.Concat(absent).Append(RollupItem.Invalidations)
                .ToDictionary(name => $"#{name}", name => name),
            ExpressionAttributeValues = values.Append(KeyValuePair.Create("newest", MinuteItem.Number(RollupItem.Format)))
                .ToDictionary(value => $":{value.Key}", value => value.Value),
        };
    }

    // Adds what is wanted from the segments of a partition to the sums of its periods.
    private async Task AddAsync(
        RollupLength length, string partition, Dictionary<RollupPeriod, RollupState> states, Dictionary<Minute, Wanted> wanted,
        CancellationToken cancellationToken)
    {
        foreach (var run in MinuteRange.Over(wanted.Keys, (long)length))
        {
            var segments = DynamoQueries.Between(
                table, partition, $"{run.From}#", $"{run.To.Plus(-(long)length)}#{AfterSegments}", isConsistent: false);
            await foreach (var item in dynamoDb.QueryAllAsync(segments, cancellationToken))
            {
                if (RollupItem.SegmentOf(item) is var (start, version) && wanted.TryGetValue(start, out var sum) && sum.Version == version)
                {
                    sum.Decode(item);
                    sum.Missing--;
                }
            }
        }

        foreach (var (start, sum) in wanted)
        {
            if (sum.Missing == 0)
            {
                sum.Add();
            }
            else
            {
                // Some segments are damaged, removed, or not yet visible to this eventually consistent read: the period is summed again.
                var period = new RollupPeriod(length, start);
                states[period] = states[period] with { Sum = null };
            }
        }
    }

    private string NewToken()
    {
        lock (random)
        {
            return random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>What to read for one rollup, and the number of its segments not read yet.</summary>
    /// <param name="version">Identifies the segments.</param>
    /// <param name="segments">Their number.</param>
    /// <param name="decode">Decodes a segment.</param>
    /// <param name="add">Adds what was decoded to the sum; called when all segments are.</param>
    private sealed class Wanted(string version, int segments, Action<Dictionary<string, AttributeValue>> decode, Action add)
    {
        public string Version => version;

        public int Missing { get; set; } = segments;

        public void Decode(Dictionary<string, AttributeValue> item) => decode(item);

        public void Add() => add();
    }
}
