using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>A rollup as items of the aggregates table: a head with the totals, and segments with the items (docs/formats.md).</summary>
public static class RollupItem
{
    /// <inheritdoc cref="MinuteItem.Format"/>
    public const int Format = ItemsFormat.WithSlices;

    public const string Invalidations = "invalidations";

    /// <summary>
    /// The negative of <see cref="Invalidations"/>, to detect damage: no checksum can cover either, because DynamoDB itself increments
    /// them.
    /// </summary>
    public const string InvalidationsCheck = "invalidationsCheck";

    public const string SumOf = "sumOf";
    public const string Version = "version";
    public const string SegmentCount = "segments";
    public const string SliceSegmentCount = "sliceSegments";
    public const string CustomerSegmentCount = "customerSegments";
    public const string Customers = "customers";

    // A DynamoDB item holds 400 KB (DynamoDB quotas).
    private const int MaxSegmentBytes = 300 * 1024;

    /// <summary>The partition key of rollup heads: one partition per day for quarters, one per month for days.</summary>
    public static string PartitionOf(RollupLength length, Minute start) => length switch
    {
        RollupLength.Quarter => $"quarter#{start.ToString().AsSpan(0, 10)}",
        RollupLength.Day => $"day#{start.ToString().AsSpan(0, 7)}",
        _ => throw new System.Diagnostics.UnreachableException($"Rollups of {length} have no partition."),
    };

    /// <summary>The attributes that a head has only if there are such sums.</summary>
    public static IReadOnlyList<string> Optional { get; } =
        [MinuteItem.Counts, .. OrderAmounts.All.Select(OrderAmounts.NameOf), SliceSegmentCount];

    /// <summary>
    /// The partition key of the segments with order values and the totals of slices. They are apart from the items, so that a year of them
    /// is read quickly.
    /// </summary>
    public static string SlicePartitionOf(RollupLength length, Minute start) => $"slices-{PartitionOf(length, start)}";

    /// <summary>The partition key of the segments with customers, which only questions about customers read.</summary>
    public static string CustomerPartitionOf(RollupLength length, Minute start) => $"customers-{PartitionOf(length, start)}";

    /// <summary>The partition key of rollup segments.</summary>
    public static string SegmentPartitionOf(RollupLength length, Minute start) => $"items-{PartitionOf(length, start)}";

    /// <summary>Splits a range so that each part lies in one partition.</summary>
    /// <param name="length">The rollup length.</param>
    /// <param name="range">A range aligned to that length.</param>
    public static IEnumerable<MinuteRange> Partitions(RollupLength length, MinuteRange range)
    {
        for (var from = range.From; from < range.To;)
        {
            var month = from.Start;
            var next = length == RollupLength.Quarter
                ? MinuteRange.DayOf(from).To
                : Minute.Of(new DateTimeOffset(month.Year, month.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1));
            var to = next < range.To ? next : range.To;
            yield return new MinuteRange(from, to);
            from = to;
        }
    }

    /// <summary>The primary key of a rollup head.</summary>
    public static Dictionary<string, AttributeValue> KeyOf(RollupPeriod period) => new()
    {
        [MinuteItem.PartitionKey] = new() { S = PartitionOf(period.Length, period.Start) },
        [MinuteItem.SortKey] = new() { S = period.Start.ToString() },
    };

    /// <summary>The time to live of a period's items, in Unix seconds: that of the minute after the period.</summary>
    public static AttributeValue Expires(RollupPeriod period) => MinuteItem.ExpiryOf(period.End);

    /// <summary>The update that invalidates a period's rollup.</summary>
    public static Update Invalidate(string table, RollupPeriod period) => new()
    {
        TableName = table,
        Key = KeyOf(period),
        UpdateExpression = "ADD #invalidations :one, #invalidationsCheck :minusOne SET #expires = :expires",
        ExpressionAttributeNames = new Dictionary<string, string>
        {
            ["#invalidations"] = Invalidations, ["#invalidationsCheck"] = InvalidationsCheck, ["#expires"] = MinuteItem.Expires,
        },
        ExpressionAttributeValues = new Dictionary<string, AttributeValue>
        {
            [":one"] = MinuteItem.Number(1), [":minusOne"] = MinuteItem.Number(-1), [":expires"] = Expires(period),
        },
    };

    /// <summary>The attributes of a head that hold a sum, with the key and a checksum over all of them.</summary>
    /// <param name="period">The period.</param>
    /// <param name="sum">Its sum.</param>
    /// <param name="invalidationsBefore">The number of invalidations for which the sum was computed.</param>
    /// <param name="version">Identifies the segments.</param>
    /// <param name="segments">The number of segments with items.</param>
    /// <param name="sliceSegments">The number of segments with order values and the totals of slices.</param>
    public static Dictionary<string, AttributeValue> Sum(
        RollupPeriod period, RollupSum sum, long invalidationsBefore, string version, int segments, int sliceSegments)
    {
        var item = KeyOf(period);
        TotalsAttributes.Write(item, sum.Tally.Totals);
        item[SumOf] = MinuteItem.Number(invalidationsBefore);
        item[Version] = new() { S = version };
        item[SegmentCount] = MinuteItem.Number(segments);
        item[CustomerSegmentCount] = MinuteItem.Number(sum.Customers.Count > 0 ? 1 : 0);
        if (sliceSegments > 0)
        {
            item[SliceSegmentCount] = MinuteItem.Number(sliceSegments);
        }

        item[MinuteItem.CommittedAt] = new() { S = sum.CommittedAt is { } at ? Timestamps.Format(at) : "" };
        item[MinuteItem.Expires] = Expires(period);
        item[MinuteItem.FormatName] = MinuteItem.Number(
            sum.Tally.HasSlices ? ItemsFormat.WithSlices : ItemsFormat.WithoutSlices);
        return item.Seal();
    }

    /// <summary>
    /// The segment items of a sum, each with an independently decodable part of the items; empty when there are no items.
    /// </summary>
    public static IReadOnlyList<Dictionary<string, AttributeValue>> Segments(RollupPeriod period, Tally tally, string version) =>
        Segments(SegmentPartitionOf(period.Length, period.Start), period, tally, version);

    /// <summary>The segment items of order values and the totals of slices; empty when there are none.</summary>
    public static IReadOnlyList<Dictionary<string, AttributeValue>> SliceSegments(RollupPeriod period, Tally tally, string version) =>
        Segments(SlicePartitionOf(period.Length, period.Start), period, tally.WithoutItems(), version);

    /// <summary>The segment item of the customers; null when there are none.</summary>
    public static Dictionary<string, AttributeValue>? CustomerSegment(RollupPeriod period, CustomerSet customers, string version)
    {
        if (CustomersFormat.Encode(customers) is not { Length: > 0 } bytes)
        {
            return null;
        }

        var item = Segment(CustomerPartitionOf(period.Length, period.Start), period, version, 0);
        item[Customers] = new() { B = MinuteItem.BytesOf(bytes) };
        item[MinuteItem.FormatName] = MinuteItem.Number(ItemsFormat.WithoutSlices);
        return item.Seal();
    }

    /// <summary>
    /// Parses a segment's sort key into the first minute of its period and its version; null when the item is damaged or no segment.
    /// </summary>
    public static (Minute Start, string Version)? SegmentOf(Dictionary<string, AttributeValue> item) =>
        item.GetValueOrDefault(MinuteItem.SortKey)?.S?.Split('#') is [var start, var version, _] && Minute.TryParse(start, out var minute)
            && item.IsSealed()
            ? (minute, version)
            : null;

    /// <summary>Parses a head.</summary>
    /// <returns>
    /// The head; null when the key is not that of a rollup. Its sum is null when it is damaged, invalidated, or of a newer format.
    /// </returns>
    public static RollupHead? ReadHead(RollupLength length, Dictionary<string, AttributeValue> item)
    {
        if (!Minute.TryParse(item.GetValueOrDefault(MinuteItem.SortKey)?.S, out var start) || RollupPeriod.Of(length, start).Start != start)
        {
            return null;
        }

        var period = new RollupPeriod(length, start);
        var invalidations = Count(item, Invalidations);
        try
        {
            return Count(item, InvalidationsCheck) is var check and > long.MinValue && invalidations == -check
                && item.IsSealed(Invalidations, InvalidationsCheck)
                && MinuteItem.Long(item, MinuteItem.FormatName) <= Format && MinuteItem.Long(item, SumOf) == invalidations
                ? new RollupHead(
                    period, new RollupState(invalidations, ReadSum(item)), ReadVersion(item), ReadSegmentCount(item, SegmentCount),
                    item.ContainsKey(SliceSegmentCount) ? ReadSegmentCount(item, SliceSegmentCount) : 0,
                    item.ContainsKey(CustomerSegmentCount) ? ReadSegmentCount(item, CustomerSegmentCount) : null)
                : RollupHead.WithoutSum(period, invalidations);
        }
        catch (FormatException)
        {
            // A rollup is a cache: one that cannot be read is summed again.
            return RollupHead.WithoutSum(period, invalidations);
        }
    }

    private static RollupSum ReadSum(Dictionary<string, AttributeValue> item) => new(
        TotalsAttributes.Read(item), item.GetValueOrDefault(MinuteItem.CommittedAt)?.S is "" ? null : MinuteItem.ReadCommitTime(item))
    {
        Version = ReadVersion(item),
    };

    private static string ReadVersion(Dictionary<string, AttributeValue> item) =>
        item.GetValueOrDefault(Version)?.S is { Length: > 0 } version ? version
            : throw MinuteItem.Damaged(item, "it does not name its segments");

    private static int ReadSegmentCount(Dictionary<string, AttributeValue> item, string name) =>
        MinuteItem.Long(item, name) is var count and >= 0 and <= int.MaxValue ? (int)count
            : throw MinuteItem.Damaged(item, "its segments are out of range");

    private static long Count(Dictionary<string, AttributeValue> item, string name) =>
        long.TryParse(item.GetValueOrDefault(name)?.N, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static IReadOnlyList<Dictionary<string, AttributeValue>> Segments(
        string partition, RollupPeriod period, Tally tally, string version) =>
    [
        .. tally.Cut(MaxSegmentBytes).Select(ItemsFormat.Encode).Where(items => items.Length > 0)
            .Select((items, segment) => new Dictionary<string, AttributeValue>(Segment(partition, period, version, segment))
            {
                [MinuteItem.Items] = new() { B = MinuteItem.BytesOf(items) },
                [MinuteItem.FormatName] = MinuteItem.Number(ItemsFormat.FormatOf(items.Span)),
            }.Seal()),
    ];

    // A segment without its content.
    private static Dictionary<string, AttributeValue> Segment(string partition, RollupPeriod period, string version, int segment) => new()
    {
        [MinuteItem.PartitionKey] = new() { S = partition },
        [MinuteItem.SortKey] = new() { S = string.Create(CultureInfo.InvariantCulture, $"{period.Start}#{version}#{segment:D4}") },
        [MinuteItem.Expires] = Expires(period),
    };
}

/// <summary>A head of a rollup as it is stored.</summary>
/// <param name="Period">The period.</param>
/// <param name="State">The state, without items, slices and customers.</param>
/// <param name="Version">Identifies the segments; empty without a sum.</param>
/// <param name="Segments">The number of segments with items.</param>
/// <param name="SliceSegments">The number of segments with order values and the totals of slices.</param>
/// <param name="CustomerSegments">The number of segments with customers; null for a version of this program that stored none.</param>
public readonly record struct RollupHead(
    RollupPeriod Period, RollupState State, string Version, int Segments, int SliceSegments, int? CustomerSegments)
{
    /// <summary>A head that has no valid sum.</summary>
    internal static RollupHead WithoutSum(RollupPeriod period, long invalidations) =>
        new(period, new RollupState(invalidations, null), "", 0, 0, 0);
}
