using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Analytics.Core.Orders;

/// <summary>The lanes over which the aggregates of each minute are spread, so that several writers can count at once.</summary>
public static class Lanes
{
    /// <summary>The most lanes there can be.</summary>
    public const int Max = 256;

    /// <summary>Whether a number can be a number of lanes: a power of two from 1 to 256.</summary>
    public static bool IsCount(int lanes) => lanes is >= 1 and <= Max && int.IsPow2(lanes);

    /// <summary>The lane of a new order: the leading bits of MD5(order id).</summary>
    /// <remarks>
    /// Kinesis splits its shards by the same hash of the partition key, so a shard meets only its own lanes. The order keeps the lane for
    /// good, whatever the number of lanes becomes.
    /// </remarks>
    /// <param name="order">Which order.</param>
    /// <param name="lanes">How many lanes there are.</param>
    public static int Of(OrderId order, int lanes)
    {
        if (!IsCount(lanes))
        {
            throw new ArgumentException($"The number of lanes must be a power of two from 1 to {Max}; got {lanes}.", nameof(lanes));
        }

        Span<byte> hash = stackalloc byte[16];
#pragma warning disable CA5351 // MD5 is not for secrecy here: it is how Kinesis places a partition key.
        MD5.HashData(Encoding.ASCII.GetBytes(order.ToString()), hash);
#pragma warning restore CA5351
        return lanes == 1 ? 0 : (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) >> (32 - int.Log2(lanes)));
    }

    /// <summary>The lane that an item names; 0 where it names none from 0 to 255.</summary>
    /// <param name="lane">What the item says.</param>
    public static int Read(ReadOnlySpan<char> lane) =>
        byte.TryParse(lane, System.Globalization.NumberStyles.None, null, out var read) ? read : 0;

    /// <inheritdoc cref="Read(ReadOnlySpan{char})"/>
    public static int Read(ReadOnlySpan<byte> lane) =>
        byte.TryParse(lane, System.Globalization.NumberStyles.None, null, out var read) ? read : 0;
}
