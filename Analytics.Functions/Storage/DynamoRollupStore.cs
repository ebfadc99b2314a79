using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
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
internal sealed class DynamoRollupStore(IAmazonDynamoDB dynamoDb, string table, Random random) : IRollupStore
{
    // '~' follows everything that keys are made of.
    private const string AfterPieces = "~";

    public async Task<IReadOnlyDictionary<RollupPeriod, RollupState>> ReadAsync(
        RollupLength length, MinuteRange minutes, bool withItems, CancellationToken cancellationToken)
    {
        var states = new Dictionary<RollupPeriod, RollupState>();
        var wanted = new Dictionary<(Minute, string), int>();
        if (minutes.Minutes == 0)
        {
            return states;
        }

        var last = minutes.To.Plus(-(long)length);
        var heads = Between(RollupItem.PartitionOf(length), minutes.From.ToString(), last.ToString(), consistent: true);
        await foreach (var item in dynamoDb.QueryAllAsync(heads, cancellationToken))
        {
            var (period, state, version, pieces) = RollupItem.ReadHead(length, item);
            states.Add(period, state);
            if (withItems && pieces > 0)
            {
                wanted.Add((period.Start, version), pieces);
            }
        }

        return wanted.Count == 0 ? states : await WithItemsAsync(length, minutes.From, last, states, wanted, cancellationToken);
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

    private async Task<IReadOnlyDictionary<RollupPeriod, RollupState>> WithItemsAsync(
        RollupLength length, Minute first, Minute last, Dictionary<RollupPeriod, RollupState> states,
        Dictionary<(Minute Start, string Version), int> wanted, CancellationToken cancellationToken)
    {
        var pieces = Between(
            RollupItem.PiecePartitionOf(length), $"{first}#", $"{last}#{AfterPieces}", consistent: false);
        await foreach (var item in dynamoDb.QueryAllAsync(pieces, cancellationToken))
        {
            var piece = RollupItem.PieceOf(item);
            if (wanted.TryGetValue(piece, out var missing) && states[new RollupPeriod(length, piece.Start)].Sum is { } sum)
            {
                ItemsFormat.DecodeInto(sum.Tally, item[MinuteItem.Items].B.ToArray());
                wanted[piece] = missing - 1;
            }
        }

        // Read a moment after the head was, or removed: the sum is still true, but there is no telling its items.
        foreach (var ((start, _), _) in wanted.Where(piece => piece.Value != 0))
        {
            var period = new RollupPeriod(length, start);
            states[period] = states[period] with { Sum = null };
        }

        return states;
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
}
