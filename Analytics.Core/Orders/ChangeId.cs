using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Analytics.Core.Orders;

/// <summary>
/// The id under which a change is counted once: 32 bits of a hash of the order id, and 32 that differ from the order's other changes.
/// </summary>
/// <param name="Value">Both halves, the order's first. 0 is <see cref="None"/>.</param>
public readonly record struct ChangeId(ulong Value)
{
    /// <summary>How many characters the text of an id has.</summary>
    public const int Digits = 16;

    /// <summary>No change.</summary>
    public static ChangeId None => default;

    /// <summary>Whether this is no change.</summary>
    public bool IsNone => Value == 0;

    /// <summary>The hash of the order id, so that a document shows which orders it has counted.</summary>
    public uint OrderHash => (uint)(Value >> 32);

    /// <summary>An id that stands for the order as a whole: no change has it.</summary>
    public ChangeId WholeOrder => new((ulong)OrderHash << 32);

    /// <summary>A new id for a change that the API makes.</summary>
    /// <param name="order">Which order.</param>
    /// <param name="used">The ids that the order has already.</param>
    /// <param name="random">Where the second half comes from.</param>
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

    /// <summary>
    /// The id of a change that only its record on the table stream tells from others: an edit by another writer, or a deletion.
    /// </summary>
    /// <param name="order">Which order.</param>
    /// <param name="eventId">The record's <c>eventID</c>, which redeliveries repeat.</param>
    /// <param name="createdAtSeconds">The record's creation time, in whole seconds since the Unix epoch: an emulator numbers its records
    /// from 1 for each table.</param>
    public static ChangeId OfRecord(OrderId order, ReadOnlySpan<byte> eventId, long createdAtSeconds)
    {
        Span<byte> seconds = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(seconds, createdAtSeconds);
        var hash = Checksum.Of(seconds, Checksum.Of(eventId));
        return Of(order, hash == 0 ? 1 : hash);
    }

    /// <summary>Whether this can be the id of a change of an order.</summary>
    public bool IsOf(OrderId order) => Value != 0 && OrderHash == HashOf(order);

    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out ChangeId id)
    {
        id = text is { Length: Digits } && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new ChangeId(value)
            : None;
        return !id.IsNone;
    }

    /// <summary>Reads the form that <see cref="ToString"/> writes, in UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out ChangeId id)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        id = utf8.Length == Digits && Convert.FromHexString(utf8, bytes, out _, out _) == OperationStatus.Done
            ? new ChangeId(BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : None;
        return !id.IsNone;
    }

    /// <summary>The hash of an order id that is the first half of the ids of its changes.</summary>
    public static uint HashOf(OrderId order)
    {
        Span<byte> bytes = stackalloc byte[16];
        order.Value.TryWriteBytes(bytes);
        return Checksum.Of(bytes);
    }

    /// <summary>16 hexadecimal digits in lower case.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    private static ChangeId Of(OrderId order, uint second) => new((ulong)HashOf(order) << 32 | second);
}
