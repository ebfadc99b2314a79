using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;

namespace Analytics.Functions.Storage;

/// <summary>A rollup as items of the aggregates table: a head with the totals, and pieces with the items (docs/formats.md).</summary>
internal static class RollupItem
{
    /// <summary>The newest format that this version reads and the one it writes.</summary>
    public const int Format = 2;

    public const string Late = "late";
    public const string Summed = "summed";
    public const string Version = "version";
    public const string PieceCount = "pieces";

    // An item takes 400 KB (DynamoDB quotas).
    private const int PieceBytesMax = 300 * 1024;

    /// <summary>The partition of the heads of a length.</summary>
    public static string PartitionOf(RollupLength length) => length switch
    {
        RollupLength.Quarter => "quarter",
        RollupLength.Day => "day",
        _ => throw new System.Diagnostics.UnreachableException($"Rollups of {length} have no partition."),
    };

    /// <summary>The partition of the pieces of a length.</summary>
    public static string PiecePartitionOf(RollupLength length) => $"{PartitionOf(length)}-items";

    /// <summary>The key of a head.</summary>
    public static Dictionary<string, AttributeValue> KeyOf(RollupPeriod period) => new()
    {
        [MinuteItem.PartitionKey] = new() { S = PartitionOf(period.Length) },
        [MinuteItem.SortKey] = new() { S = period.Start.ToString() },
    };

    /// <summary>When the items of a period may go, in epoch seconds: with the last of its minutes.</summary>
    public static AttributeValue Expires(RollupPeriod period) => Number((period.End.Start + MinuteItem.Retention).ToUnixTimeSeconds());

    /// <summary>The update by which a late change makes the sum of a period stale.</summary>
    public static Update MarkLate(string table, RollupPeriod period) => new()
    {
        TableName = table,
        Key = KeyOf(period),
        UpdateExpression = "ADD #late :one SET #expires = :expires",
        ExpressionAttributeNames = new Dictionary<string, string> { ["#late"] = Late, ["#expires"] = MinuteItem.Expires },
        ExpressionAttributeValues = new Dictionary<string, AttributeValue> { [":one"] = Number(1), [":expires"] = Expires(period) },
    };

    /// <summary>What a head says of a sum, beside its key and its late count.</summary>
    public static Dictionary<string, AttributeValue> Sum(RollupPeriod period, RollupSum sum, long lateBefore, string version, int pieces)
    {
        var totals = sum.Tally.Totals;
        var values = new Dictionary<string, AttributeValue>
        {
            [MinuteItem.Orders] = Number(totals.Orders),
            [MinuteItem.Cancelled] = Number(totals.Cancelled),
            [MinuteItem.Units] = Number(totals.Units),
            [MinuteItem.Revenue] = MinuteItem.Write(totals.Revenue),
            [Summed] = Number(lateBefore),
            [Version] = new() { S = version },
            [PieceCount] = Number(pieces),
            [MinuteItem.Expires] = Expires(period),
            [MinuteItem.FormatName] = Number(Format),
        };
        if (sum.CommittedAt is { } at)
        {
            values.Add(MinuteItem.CommittedAt, new AttributeValue { S = Timestamps.Format(at) });
        }

        return values;
    }

    /// <summary>The pieces of a sum, each a message of items by itself; none where there are no items.</summary>
    public static IReadOnlyList<Dictionary<string, AttributeValue>> Pieces(RollupPeriod period, Tally tally, string version) =>
    [
        .. Chunks(tally).Select((chunk, piece) => new Dictionary<string, AttributeValue>
        {
            [MinuteItem.PartitionKey] = new() { S = PiecePartitionOf(period.Length) },
            [MinuteItem.SortKey] = new() { S = string.Create(CultureInfo.InvariantCulture, $"{period.Start}#{version}#{piece:D4}") },
            [MinuteItem.Items] = new() { B = new MemoryStream(ItemsFormat.Encode(chunk).ToArray()) },
            [MinuteItem.Expires] = Expires(period),
            [MinuteItem.FormatName] = Number(Format),
        }),
    ];

    /// <summary>The sort key of a piece, taken apart: its period's first minute and the version it belongs to.</summary>
    public static (Minute Start, string Version) PieceOf(Dictionary<string, AttributeValue> item) =>
        item[MinuteItem.SortKey].S.Split('#') is [var start, var version, _] && Minute.TryParse(start, out var minute)
            ? (minute, version)
            : throw MinuteItem.Damaged(item, "its key is not that of a rollup's piece");

    /// <summary>Reads a head.</summary>
    /// <returns>The state without items, and where its items are.</returns>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static (RollupPeriod Period, RollupState State, string Version, int Pieces) ReadHead(
        RollupLength length, Dictionary<string, AttributeValue> item)
    {
        var period = Minute.TryParse(item[MinuteItem.SortKey].S, out var start) && RollupPeriod.Of(length, start).Start == start
            ? new RollupPeriod(length, start)
            : throw MinuteItem.Damaged(item, "its key is not that of a rollup");
        var late = item.ContainsKey(Late) ? MinuteItem.Long(item, Late) : 0;

        // What a newer version keeps is its own; to this one the period is not summed up.
        var isTrue = item.ContainsKey(Summed) && MinuteItem.Long(item, MinuteItem.FormatName) <= Format && MinuteItem.Long(item, Summed) == late;
        return isTrue
            ? (period, new RollupState(late, new RollupSum(MinuteItem.Totals(item), item.ContainsKey(MinuteItem.CommittedAt) ? MinuteItem.CommitTime(item) : null) { Version = item[Version].S }),
                item[Version].S, (int)MinuteItem.Long(item, PieceCount))
            : (period, new RollupState(late, null), "", 0);
    }

    private static IEnumerable<Tally> Chunks(Tally tally)
    {
        var chunk = new Tally();
        var bytes = 0;
        foreach (var (sku, item) in tally.Items.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            // Two counts, and for each currency a cell of three numbers; a varint takes 19 bytes at the most.
            var size = Encoding.UTF8.GetByteCount(sku) + 24 + 32 * item.Revenue.Count;
            if (bytes > 0 && bytes + size > PieceBytesMax)
            {
                yield return chunk;
                chunk = new Tally();
                bytes = 0;
            }

            chunk.AddItem(sku, item);
            bytes += size;
        }

        if (bytes > 0)
        {
            yield return chunk;
        }
    }

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
