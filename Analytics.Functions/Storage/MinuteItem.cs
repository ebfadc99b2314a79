using System.Buffers.Binary;
using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;

namespace Analytics.Functions.Storage;

/// <summary>The part of a minute document as an item of the aggregates table; <c>docs/formats.md</c> describes it.</summary>
internal static class MinuteItem
{
    /// <summary>The format that is written. Older ones are read; a newer one is refused and never overwritten.</summary>
    public const int Format = 2;

    /// <summary>How long minutes are kept: longer than the longest window reaches, so that a change of any order in it can be counted.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(402);

    // Far beyond what orders come to, and far enough below what the sums can hold that adding to them never overflows.
    private const long CountMax = 1_000_000_000_000_000_000;
    private static readonly Int128 RevenueMax = (Int128)CountMax * CountMax;

    // Five digits in the sort key keep pieces in their order; a minute comes to some dozens.
    private const int PiecesMax = 100_000;

    public const string PartitionKey = "pk";
    public const string SortKey = "sk";
    public const string Orders = "orders";
    public const string Cancelled = "cancelled";
    public const string Units = "units";
    public const string Revenue = "revenue";
    public const string Items = "items";
    public const string Seen = "seen";
    public const string Revision = "rev";
    public const string Sealed = "sealed";
    public const string PieceCount = "pieces";
    public const string LastPiece = "lastPiece";
    public const string Writer = "writer";
    public const string CommittedAt = "committedAt";
    public const string Expires = "expires";
    public const string FormatName = "format";

    public static string PartitionOf(int lane) => string.Create(CultureInfo.InvariantCulture, $"minute#{lane}");

    public static string SortOf(Minute minute, int part) => string.Create(CultureInfo.InvariantCulture, $"{minute}#{part:D5}");

    public static Dictionary<string, AttributeValue> Write(MinutePart part)
    {
        var totals = part.Tally.Totals;
        var item = new Dictionary<string, AttributeValue>
        {
            [PartitionKey] = new() { S = PartitionOf(part.Key.Lane) },
            [SortKey] = new() { S = SortOf(part.Key.Minute, part.Number) },
            [Orders] = Number(totals.Orders),
            [Cancelled] = Number(totals.Cancelled),
            [Units] = Number(totals.Units),
            [Revenue] = Write(totals.Revenue),
            [Items] = new() { B = BytesOf(part.Items) },
            [Seen] = new() { B = Pack(part.Seen) },
            [Revision] = Number(part.Revision),
            [Writer] = new() { S = part.Writer },
            [CommittedAt] = new() { S = Timestamps.Format(part.CommittedAt) },
            [Expires] = ExpiryOf(part.Key.Minute),
            [FormatName] = Number(Format),
        };
        if (part.Pieces.Count > 0)
        {
            item.Add(PieceCount, Number(part.Pieces.Count));
            item.Add(LastPiece, new AttributeValue { S = part.Pieces.Last });
        }

        return item;
    }

    /// <summary>Reads a whole part.</summary>
    /// <exception cref="FormatException">It is damaged or of a newer format.</exception>
    public static MinutePart Read(Dictionary<string, AttributeValue> item)
    {
        var (key, number) = KeyOf(item);
        var tally = Totals(item);
        var items = Bytes(item, Items);
        ItemsFormat.DecodeInto(tally, items.Span);
        var state = new PartState(
            RevisionOf(item), PiecesOf(item), item.GetValueOrDefault(Sealed)?.BOOL == true, item.GetValueOrDefault(Writer)?.S ?? "", CommitTime(item));
        return MinutePart.Stored(key, number, tally, Unpack(Bytes(item, Seen)), items, state);
    }

    /// <summary>Reads the sums of a part, with those of its items that are in no piece where they were fetched.</summary>
    /// <exception cref="FormatException">It is damaged or of a newer format.</exception>
    public static MinuteSums ReadSums(Dictionary<string, AttributeValue> item)
    {
        var tally = Totals(item);
        if (item.ContainsKey(Items))
        {
            ItemsFormat.DecodeInto(tally, Bytes(item, Items).Span);
        }

        return new MinuteSums(KeyOf(item).Key, tally, CommitTime(item), RevisionOf(item), PiecesOf(item));
    }

    /// <summary>Sums of money as an attribute, in minor units.</summary>
    public static AttributeValue Write(Revenue revenue) => new()
    {
        M = revenue.Sums.ToDictionary(
            sum => sum.Key.Code, sum => new AttributeValue { N = sum.Value.ToString(CultureInfo.InvariantCulture) }),
        IsMSet = true,
    };

    /// <summary>The totals of an item, as a tally without items.</summary>
    /// <exception cref="FormatException">It is damaged or of a newer format.</exception>
    public static Tally Totals(Dictionary<string, AttributeValue> item)
    {
        var format = Long(item, FormatName);
        if (format > Format)
        {
            throw Damaged(item, $"it has format {format}, and this version reads up to {Format}");
        }

        var tally = new Tally();
        tally.Totals.Orders = Count(item, Orders);
        tally.Totals.Cancelled = Count(item, Cancelled);
        tally.Totals.Units = Count(item, Units);
        foreach (var (code, sum) in item.GetValueOrDefault(Revenue)?.M ?? [])
        {
            if (!Currency.TryParse(code, out var currency)
                || !Int128.TryParse(sum.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minor)
                || minor < -RevenueMax || minor > RevenueMax)
            {
                throw Damaged(item, $"its revenue in {code} cannot be read");
            }

            tally.Totals.Revenue.Add(currency, minor);
        }

        return tally;
    }

    /// <summary>Which document and part an item is.</summary>
    public static (DocumentKey Key, int Part) KeyOf(Dictionary<string, AttributeValue> item)
    {
        var partition = item.GetValueOrDefault(PartitionKey)?.S ?? "";
        var sort = item.GetValueOrDefault(SortKey)?.S ?? "";
        var mark = sort.IndexOf('#', StringComparison.Ordinal);
        return partition.StartsWith("minute#", StringComparison.Ordinal)
            && int.TryParse(partition.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var lane)
            && mark > 0 && Minute.TryParse(sort.AsSpan(0, mark), out var minute)
            && int.TryParse(sort.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            ? (new DocumentKey(lane, minute), part)
            : throw Damaged(item, "its key is not that of a minute document");
    }

    /// <summary>When the item was last written.</summary>
    public static DateTimeOffset CommitTime(Dictionary<string, AttributeValue> item) =>
        Timestamps.TryParse(item.GetValueOrDefault(CommittedAt)?.S, out var at) ? at : throw Damaged(item, "it does not say when it was written");

    private static long Count(Dictionary<string, AttributeValue> item, string name) =>
        Long(item, name) is var count and >= -CountMax and <= CountMax ? count : throw Damaged(item, $"its {name} are more than can be");

    // A writer that found revision 0 would try for ever to be the first.
    private static long RevisionOf(Dictionary<string, AttributeValue> item) =>
        Long(item, Revision) is var revision and > 0 and <= CountMax ? revision : throw Damaged(item, "its revision is none");

    /// <summary>A whole number of the item.</summary>
    public static long Long(Dictionary<string, AttributeValue> item, string name) =>
        long.TryParse(item.GetValueOrDefault(name)?.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Damaged(item, $"its {name} is not a whole number");

    private static PieceList PiecesOf(Dictionary<string, AttributeValue> item)
    {
        if (!item.ContainsKey(PieceCount))
        {
            return PieceList.None;
        }

        return Long(item, PieceCount) is var count and > 0 and <= PiecesMax && item.GetValueOrDefault(LastPiece)?.S is { Length: > 0 } last
            ? new PieceList((int)count, last)
            : throw Damaged(item, "it does not name its pieces");
    }

    /// <summary>When what belongs to a minute may go.</summary>
    public static AttributeValue ExpiryOf(Minute minute) => Number((minute.Start + Retention).ToUnixTimeSeconds());

    /// <summary>The bytes of an attribute.</summary>
    /// <exception cref="FormatException">It is not there.</exception>
    public static ReadOnlyMemory<byte> Bytes(Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.B is not { } stream ? throw Damaged(item, $"its {name} are not there")
        : stream.TryGetBuffer(out var buffer) ? buffer
        : stream.ToArray();

    /// <summary>Bytes as the SDK takes them, without a copy where they are an array's.</summary>
    public static MemoryStream BytesOf(ReadOnlyMemory<byte> bytes) => System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false, publiclyVisible: true)
        : new MemoryStream(bytes.ToArray(), writable: false);

    /// <summary>Identities as bytes: eight each, little endian.</summary>
    public static MemoryStream Pack(IReadOnlyList<ulong> identities)
    {
        var bytes = new byte[8 * identities.Count];
        for (var index = 0; index < identities.Count; index++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * index), identities[index]);
        }

        return BytesOf(bytes);
    }

    /// <summary>Identities that <see cref="Pack"/> wrote.</summary>
    /// <exception cref="FormatException">They are damaged.</exception>
    public static ulong[] Unpack(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length % 8 != 0)
        {
            throw new FormatException("A document's identities are not a multiple of 8 bytes.");
        }

        var identities = new ulong[bytes.Length / 8];
        for (var index = 0; index < identities.Length; index++)
        {
            identities[index] = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[(8 * index)..]);
        }

        return identities;
    }

    /// <summary>A whole number as an attribute.</summary>
    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Says which item cannot be read, and why.</summary>
    public static FormatException Damaged(Dictionary<string, AttributeValue> item, string what) =>
        new($"The aggregates item {item.GetValueOrDefault(PartitionKey)?.S} / {item.GetValueOrDefault(SortKey)?.S} cannot be read: {what}.");
}
