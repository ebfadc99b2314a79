using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Analytics.Core.Orders;

/// <summary>Spreads the aggregates of each minute over lanes, so that several writers can count concurrently.</summary>
public static class Lanes
{
    /// <summary>Maximum number of lanes.</summary>
    public const int Max = 256;

    /// <summary>Whether a value is a valid number of lanes: a power of two from 1 to 256.</summary>
    public static bool IsCount(int lanes) => lanes is >= 1 and <= Max && int.IsPow2(lanes);

    /// <summary>Computes the lane of a new order: the leading bits of MD5(order id).</summary>
    /// <remarks>
    /// Kinesis assigns partition keys to shards by the same hash, so a shard receives only its own lanes. An order keeps its lane
    /// permanently, even if the number of lanes changes.
    /// </remarks>
    /// <param name="order">The order.</param>
    /// <param name="lanes">Number of lanes: a power of two from 1 to 256.</param>
    /// <exception cref="ArgumentException"><paramref name="lanes"/> is not a valid number of lanes.</exception>
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

    /// <summary>Parses the lane of an item. Returns 0 if the value is not a number from 0 to 255.</summary>
    /// <param name="lane">The item's value.</param>
    public static int Read(ReadOnlySpan<char> lane) =>
        byte.TryParse(lane, System.Globalization.NumberStyles.None, null, out var read) ? read : 0;

    /// <inheritdoc cref="Read(ReadOnlySpan{char})"/>
    public static int Read(ReadOnlySpan<byte> lane) =>
        byte.TryParse(lane, System.Globalization.NumberStyles.None, null, out var read) ? read : 0;
}
