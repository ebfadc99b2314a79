using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Analytics.Core.Orders;

/// <summary>
/// Identifies a change, so that it is counted once: a 32-bit hash of the order id and 32 bits that are unique among the order's changes.
/// </summary>
/// <param name="Value">The order's hash in the upper 32 bits, the change's bits in the lower. 0 is <see cref="None"/>.</param>
public readonly record struct ChangeId(ulong Value)
{
    /// <summary>Length of an id as text, in characters.</summary>
    public const int Digits = 16;

    /// <summary>The id that stands for no change.</summary>
    public static ChangeId None => default;

    /// <summary>Whether this is <see cref="None"/>.</summary>
    public bool IsNone => Value == 0;

    /// <summary>Hash of the order id. Tells which orders a document has counted.</summary>
    public uint OrderHash => (uint)(Value >> 32);

    /// <summary>An id for the order as a whole. No change has it.</summary>
    public ChangeId WholeOrder => new((ulong)OrderHash << 32);

    /// <summary>Creates an id for a change that the API makes.</summary>
    /// <param name="order">The order.</param>
    /// <param name="used">The ids that the order already has. The new id differs from all of them.</param>
    /// <param name="random">Source of the lower 32 bits, which are never 0.</param>
    public static ChangeId Fresh(OrderId order, IEnumerable<ChangeId> used, Random random)
    {
        var taken = used.ToList();
        while (true)
        {
            var id = Of(order, (uint)random.NextInt64(1, 1L << 32));
            if (!taken.Contains(id))
            {
                return id;
            }
        }
    }

    /// <summary>The id of a change that only its table stream record identifies: an edit by another writer, or a deletion.</summary>
    /// <param name="order">The order.</param>
    /// <param name="eventId">The record's <c>eventID</c>, which is the same on redelivery.</param>
    /// <param name="createdAtSeconds">
    /// The record's creation time, in whole seconds since the Unix epoch. Part of the id because an emulator numbers the records of each
    /// table from 1.
    /// </param>
    public static ChangeId OfRecord(OrderId order, ReadOnlySpan<byte> eventId, long createdAtSeconds)
    {
        Span<byte> seconds = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(seconds, createdAtSeconds);
        var hash = Checksum.Of(seconds, Checksum.Of(eventId));
        return Of(order, hash == 0 ? 1 : hash);
    }

    /// <summary>Whether this id can belong to a change of an order: it is not <see cref="None"/> and has the order's hash.</summary>
    public bool IsOf(OrderId order) => Value != 0 && OrderHash == HashOf(order);

    /// <summary>Parses 16 hexadecimal digits, in either case. Returns false for <see cref="None"/>.</summary>
    public static bool TryParse(string? text, out ChangeId id)
    {
        id = text is { Length: Digits } && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new ChangeId(value)
            : None;
        return !id.IsNone;
    }

    /// <summary>Parses 16 hexadecimal digits in UTF-8, in either case. Returns false for <see cref="None"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out ChangeId id)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        id = utf8.Length == Digits && Convert.FromHexString(utf8, bytes, out _, out _) == OperationStatus.Done
            ? new ChangeId(BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : None;
        return !id.IsNone;
    }

    /// <summary>Hash of an order id: the upper 32 bits of the ids of the order's changes.</summary>
    public static uint HashOf(OrderId order)
    {
        Span<byte> bytes = stackalloc byte[16];
        order.Value.TryWriteBytes(bytes);
        return Checksum.Of(bytes);
    }

    /// <summary>Formats the id as 16 lowercase hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    private static ChangeId Of(OrderId order, uint second) => new((ulong)HashOf(order) << 32 | second);
}
