using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Analytics.Core.Orders;

namespace Analytics.Core.Changes;

/// <summary>The identity of a change: an order counts each of its versions once.</summary>
public readonly record struct ChangeId(OrderId OrderId, int Version)
{
    /// <summary>The id of the change's event: <c>{orderId}/{version}</c>.</summary>
    public override string ToString() => $"{OrderId}/{Version}";

    /// <summary>The identities of every change that an order has gone through to stand as it does.</summary>
    public static IEnumerable<ChangeId> AllOf(Order order) =>
        Enumerable.Range(1, order.Version).Select(version => new ChangeId(order.Id, version));

    /// <summary>The identity as the aggregates remember it, with the hash that finds its lane.</summary>
    public ChangeFingerprint Fingerprint() => ChangeFingerprint.Of(this);
}

/// <summary>What is kept of an identity: the leading bits that choose its lane, and 64 others that tell it from the rest.</summary>
/// <param name="LaneBits">The first 32 bits of MD5(orderId): the hash space in which Kinesis splits its shards by partition key.</param>
/// <param name="Identity">64 bits of the same hash, mixed with the version; versions of one order never collide.</param>
public readonly record struct ChangeFingerprint(uint LaneBits, ulong Identity)
{
    internal static ChangeFingerprint Of(ChangeId id)
    {
        Span<byte> text = stackalloc byte[36];
        Span<byte> hash = stackalloc byte[16];
        Encoding.ASCII.GetBytes(id.OrderId.ToString(), text);
#pragma warning disable CA5351 // MD5 is not for secrecy here: it is how Kinesis itself places a partition key.
        MD5.HashData(text, hash);
#pragma warning restore CA5351
        return Of(
            BinaryPrimitives.ReadUInt32LittleEndian(hash), BinaryPrimitives.ReadUInt32LittleEndian(hash[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(hash[12..]), id.Version);
    }

    /// <summary>The fingerprint from three of the four words of MD5(orderId), as the algorithm leaves them.</summary>
    internal static ChangeFingerprint Of(uint a, uint c, uint d, int version)
    {
        var order = (ulong)BinaryPrimitives.ReverseEndianness(c) << 32 | BinaryPrimitives.ReverseEndianness(d);
        return new ChangeFingerprint(
            BinaryPrimitives.ReverseEndianness(a), Mix(unchecked(order + (ulong)version * 0x9E3779B97F4A7C15)));
    }

    /// <summary>The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): a bijection, so distinct inputs stay distinct.</summary>
    private static ulong Mix(ulong value) => unchecked(Step2(Step1(value)));

    private static ulong Step1(ulong value) => unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9);

    private static ulong Step2(ulong value)
    {
        var mixed = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EB);
        return mixed ^ (mixed >> 31);
    }
}
