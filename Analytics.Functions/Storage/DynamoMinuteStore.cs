using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;

namespace Analytics.Functions.Storage;

/// <summary>Minute documents in the aggregates table.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="table">The aggregates table.</param>
/// <param name="kept">Items that need not be read again; null to read all.</param>
internal sealed class DynamoMinuteStore(IAmazonDynamoDB dynamoDb, string table, KeptItems? kept = null) : IMinuteStore
{
    // '$' follows '#' in ASCII, so "…#" to "…$" holds everything of a minute.
    private const string AfterMinute = "$";

    private static readonly Dictionary<string, string> KeyNames = new()
    {
        ["#pk"] = MinuteItem.PartitionKey,
        ["#sk"] = MinuteItem.SortKey,
    };

    // Several of the names are reserved words of DynamoDB's expressions, so all are substituted.
    private static readonly Dictionary<string, string> SumNames = new[]
        {
            MinuteItem.PartitionKey, MinuteItem.SortKey, MinuteItem.Orders, MinuteItem.Cancelled, MinuteItem.Units, MinuteItem.Revenue,
            MinuteItem.PieceCount, MinuteItem.LastPiece, MinuteItem.Revision, MinuteItem.CommittedAt, MinuteItem.FormatName,
        }
        .ToDictionary(name => $"#{name}", name => name);

    private readonly MinuteWriter _writer = new(dynamoDb, table);

    public async Task<IReadOnlyList<MinutePart>> ReadPartsAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        var parts = new List<MinutePart>();
        await foreach (var part in ReadPartsAsync(key.Lane, MinuteRange.Of(key.Minute), cancellationToken))
        {
            parts.Add(part);
        }

        return parts;
    }

    public Task<PartWrite> TryWriteAsync(MinuteWrite write, IReadOnlyList<RollupPeriod> over, CancellationToken cancellationToken) =>
        _writer.TryWriteAsync(write, over, cancellationToken);

    public async IAsyncEnumerable<MinutePart> ReadPartsAsync(
        int lane, MinuteRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (range.Minutes == 0)
        {
            yield break;
        }

        var request = Parts(lane, range);
        request.ConsistentRead = true;
        await foreach (var item in dynamoDb.QueryAllAsync(request, cancellationToken))
        {
            yield return MinuteItem.Read(item);
        }
    }

    public async Task<IReadOnlyList<MinutePiece>> FindPiecesAsync(DocumentKey key, int from, CancellationToken cancellationToken)
    {
        var request = Between(MinutePieceItem.PartitionOf(key.Lane), MinutePieceItem.SortFrom(key.Minute, from), $"{key.Minute}{AfterMinute}");
        request.ConsistentRead = true;
        var pieces = new List<MinutePiece>();
        await foreach (var item in dynamoDb.QueryAllAsync(request, cancellationToken))
        {
            pieces.Add(MinutePieceItem.Read(item));
        }

        return pieces;
    }

    public IAsyncEnumerable<MinutePiece> FindPiecesAsync(int lane, MinuteRange range, CancellationToken cancellationToken) =>
        FindPiecesAsync(lane, range, isConsistent: true, cancellationToken);

    public async Task<Minute?> FirstMinuteAsync(int lane, MinuteRange range, CancellationToken cancellationToken)
    {
        if (range.Minutes == 0)
        {
            return null;
        }

        var request = Parts(lane, range);
        request.ConsistentRead = true;
        request.Limit = 1;
        var first = (await dynamoDb.QueryAsync(request, cancellationToken)).Items;
        return first is [var item] ? MinuteItem.KeyOf(item).Key.Minute : null;
    }

    public async IAsyncEnumerable<MinuteSums> ReadRangeAsync(
        int lane, MinuteRange range, SumsRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (range.Minutes == 0)
        {
            yield break;
        }

        var request = Parts(lane, range);
        request.ConsistentRead = read == SumsRead.ItemsConsistent;
        request.ExpressionAttributeNames = read == SumsRead.Totals ? SumNames : new(SumNames) { ["#items"] = MinuteItem.Items };
        request.ProjectionExpression = string.Join(", ", request.ExpressionAttributeNames.Keys);
        var inPieces = new Dictionary<Minute, MinuteSums>();
        await foreach (var item in dynamoDb.QueryAllAsync(request, cancellationToken))
        {
            var sums = MinuteItem.ReadSums(item);
            if (read == SumsRead.Totals || sums.Pieces.Count == 0)
            {
                yield return sums;
            }
            else if (kept?.Find(sums) is { } items)
            {
                sums.Tally.Add(items);
                yield return sums;
            }
            else
            {
                inPieces.Add(sums.Minute, sums);
            }
        }

        await foreach (var sums in AddPiecesAsync(lane, inPieces, read, cancellationToken))
        {
            yield return sums;
        }
    }

    // Pieces are read after the parts that name them, so what a consistent read does not find is not there. A part is given away as soon as
    // it has its pieces: the items of a whole range would not fit into memory.
    private async IAsyncEnumerable<MinuteSums> AddPiecesAsync(
        int lane, Dictionary<Minute, MinuteSums> left, SumsRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = new List<MinutePiece>();
        foreach (var run in MinuteRange.Over(left.Keys).ToList())
        {
            await foreach (var piece in FindPiecesAsync(lane, run, read == SumsRead.ItemsConsistent, cancellationToken))
            {
                if (found is [var first, ..] && first.Key != piece.Key && TakeFound() is { } whole)
                {
                    yield return whole;
                }

                found.Add(piece);
            }

            if (TakeFound() is { } last)
            {
                yield return last;
            }
        }

        foreach (var late in left.Values)
        {
            yield return With(late, late.Pieces.Pick(await FindPiecesAsync(late.Key, 0, cancellationToken)) ?? throw WholeDocuments.Missing(late.Key));
        }

        // The part whose pieces were found; null where some are missing, or none was looked for.
        MinuteSums? TakeFound()
        {
            var part = found is [var first, ..] && left.TryGetValue(first.Key.Minute, out var named) && named.Pieces.Pick(found) is { } pieces
                ? With(named, pieces)
                : null;
            if (part is not null)
            {
                left.Remove(part.Minute);
            }

            found.Clear();
            return part;
        }

        MinuteSums With(MinuteSums part, IReadOnlyList<MinutePiece> pieces)
        {
            var items = new Tally();
            foreach (var piece in pieces)
            {
                ItemsFormat.DecodeInto(items, piece.Items.Span);
            }

            // What is summed up for good is hardly asked for again by its minutes.
            if (read == SumsRead.Items)
            {
                kept?.Keep(part, items);
            }

            part.Tally.Add(items);
            return part;
        }
    }

    private async IAsyncEnumerable<MinutePiece> FindPiecesAsync(
        int lane, MinuteRange range, bool isConsistent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = Between(MinutePieceItem.PartitionOf(lane), $"{range.From}#", $"{range.To.Plus(-1)}{AfterMinute}");
        request.ConsistentRead = isConsistent;
        await foreach (var item in dynamoDb.QueryAllAsync(request, cancellationToken))
        {
            yield return MinutePieceItem.Read(item);
        }
    }

    private QueryRequest Parts(int lane, MinuteRange range) =>
        Between(MinuteItem.PartitionOf(lane), $"{range.From}#", $"{range.To.Plus(-1)}{AfterMinute}");

    private QueryRequest Between(string partition, string from, string to) => new()
    {
        TableName = table,
        KeyConditionExpression = "#pk = :pk AND #sk BETWEEN :from AND :to",
        ExpressionAttributeNames = KeyNames,
        ExpressionAttributeValues = new Dictionary<string, AttributeValue>
        {
            [":pk"] = new() { S = partition },
            [":from"] = new() { S = from },
            [":to"] = new() { S = to },
        },
    };
}
