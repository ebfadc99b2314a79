using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;

namespace Analytics.Functions.Storage;

/// <summary>Rollups in the aggregates table.</summary>
/// <remarks>
/// Pieces are written before the head that names them, under a token of their own, and never change: so a head is never without its
/// pieces, and those of a sum that was not kept, or was replaced, are only clutter until their time to live.
/// </remarks>
/// <param name="dynamoDb">The service.</param>
/// <param name="table">The aggregates table.</param>
/// <param name="random">Makes the tokens; guarded by itself.</param>
/// <param name="kept">Items that need not be read again; null to read all.</param>
internal sealed class DynamoRollupStore(IAmazonDynamoDB dynamoDb, string table, Random random, KeptItems? kept = null) : IRollupStore
{
    // '~' follows everything that keys are made of.
    private const string AfterPieces = "~";

    public async Task<IReadOnlyDictionary<RollupPeriod, RollupState>> ReadAsync(
        RollupLength length, MinuteRange minutes, bool withItems, CancellationToken cancellationToken)
    {
        var states = new Dictionary<RollupPeriod, RollupState>();
        var wanted = new Dictionary<Minute, Wanted>();
        if (minutes.Minutes == 0)
        {
            return states;
        }

        var heads = Between(
            RollupItem.PartitionOf(length), minutes.From.ToString(), minutes.To.Plus(-(long)length).ToString(), consistent: true);
        await foreach (var item in dynamoDb.QueryAllAsync(heads, cancellationToken))
        {
            var (period, state, version, pieces) = RollupItem.ReadHead(length, item);
            states.Add(period, state);
            if (!withItems || pieces == 0)
            {
                continue;
            }

            if (kept?.Find(period, version) is { } items)
            {
                state.Sum!.Tally.Add(items);
            }
            else
            {
                wanted.Add(period.Start, new Wanted(version, pieces));
            }
        }

        if (wanted.Count > 0)
        {
            await AddItemsAsync(length, states, wanted, cancellationToken);
        }

        return states;
    }

    public async Task<bool> TryKeepAsync(RollupPeriod period, RollupSum sum, long lateBefore, CancellationToken cancellationToken)
    {
        var version = NewToken();
        var pieces = RollupItem.Pieces(period, sum.Tally, version);
        foreach (var piece in pieces)
        {
            await dynamoDb.PutItemAsync(new PutItemRequest { TableName = table, Item = piece }, cancellationToken);
        }

        try
        {
            await dynamoDb.UpdateItemAsync(Head(period, sum, lateBefore, version, pieces.Count), cancellationToken);
            return true;
        }
        catch (Exception late) when (late is ConditionalCheckFailedException or TransactionConflictException)
        {
            return false;
        }
    }

    public Task MarkStaleAsync(RollupPeriod period, CancellationToken cancellationToken)
    {
        var mark = RollupItem.MarkLate(table, period);
        return dynamoDb.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = mark.TableName,
                Key = mark.Key,
                UpdateExpression = mark.UpdateExpression,
                ExpressionAttributeNames = mark.ExpressionAttributeNames,
                ExpressionAttributeValues = mark.ExpressionAttributeValues,
            },
            cancellationToken);
    }

    private UpdateItemRequest Head(RollupPeriod period, RollupSum sum, long lateBefore, string version, int pieces)
    {
        var values = RollupItem.Sum(period, sum, lateBefore, version, pieces);
        return new UpdateItemRequest
        {
            TableName = table,
            Key = RollupItem.KeyOf(period),
            UpdateExpression = "SET " + string.Join(", ", values.Keys.Select(name => $"#{name} = :{name}")),
            ConditionExpression = lateBefore == 0
                ? "attribute_not_exists(#late) AND (attribute_not_exists(#format) OR #format <= :format)"
                : "#late = :summed AND (attribute_not_exists(#format) OR #format <= :format)",
            ExpressionAttributeNames = values.Keys.Append(RollupItem.Late).ToDictionary(name => $"#{name}", name => name),
            ExpressionAttributeValues = values.ToDictionary(value => $":{value.Key}", value => value.Value),
        };
    }

    private async Task AddItemsAsync(
        RollupLength length, Dictionary<RollupPeriod, RollupState> states, Dictionary<Minute, Wanted> wanted, CancellationToken cancellationToken)
    {
        foreach (var run in MinuteRange.Over(wanted.Keys, (long)length))
        {
            var pieces = Between(
                RollupItem.PiecePartitionOf(length), $"{run.From}#", $"{run.To.Plus(-(long)length)}#{AfterPieces}", consistent: false);
            await foreach (var item in dynamoDb.QueryAllAsync(pieces, cancellationToken))
            {
                var (start, version) = RollupItem.PieceOf(item);
                if (wanted.TryGetValue(start, out var sum) && sum.Version == version)
                {
                    ItemsFormat.DecodeInto(sum.Items, MinuteItem.Bytes(item, MinuteItem.Items).Span);
                    sum.Missing--;
                }
            }
        }

        foreach (var (start, sum) in wanted)
        {
            var period = new RollupPeriod(length, start);
            if (sum.Missing == 0)
            {
                kept?.Keep(period, sum.Version, sum.Items);
                states[period].Sum!.Tally.Add(sum.Items);
            }
            else
            {
                // Read a moment after the head was, or removed: the sum is still true, but there is no telling its items.
                states[period] = states[period] with { Sum = null };
            }
        }
    }

    private QueryRequest Between(string partition, string from, string to, bool consistent) => new()
    {
        TableName = table,
        ConsistentRead = consistent,
        KeyConditionExpression = "#pk = :pk AND #sk BETWEEN :from AND :to",
        ExpressionAttributeNames = new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey, ["#sk"] = MinuteItem.SortKey },
        ExpressionAttributeValues = new Dictionary<string, AttributeValue>
        {
            [":pk"] = new() { S = partition },
            [":from"] = new() { S = from },
            [":to"] = new() { S = to },
        },
    };

    private string NewToken()
    {
        lock (random)
        {
            return random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        }
    }

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Items that are to be read, and how many of their pieces are still missing.</summary>
    private sealed class Wanted(string version, int pieces)
    {
        public string Version => version;

        public int Missing { get; set; } = pieces;

        public Tally Items { get; } = new();
    }
}
