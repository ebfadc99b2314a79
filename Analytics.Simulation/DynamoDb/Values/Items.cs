using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.DynamoDb.Values;

/// <summary>Copies, compares and sizes items. Stored items are never modified, only replaced.</summary>
internal static class Items
{
    /// <summary>Maximum item size (DynamoDB quotas).</summary>
    public const int MaxBytes = 400 * 1024;

    public static Dictionary<string, AttributeValue> Copy(Dictionary<string, AttributeValue> item)
    {
        var copy = new Dictionary<string, AttributeValue>(item.Count);
        foreach (var (name, value) in item)
        {
            copy.Add(name, Copy(value));
        }

        return copy;
    }

    /// <summary>A copy of selected attributes.</summary>
    public static Dictionary<string, AttributeValue> Copy(Dictionary<string, AttributeValue> item, IReadOnlyList<string> names)
    {
        var copy = new Dictionary<string, AttributeValue>(names.Count);
        foreach (var name in names)
        {
            if (item.TryGetValue(name, out var value))
            {
                copy.Add(name, Copy(value));
            }
        }

        return copy;
    }

    public static AttributeValue Copy(AttributeValue value) => value switch
    {
        { S: not null } => new AttributeValue { S = value.S },
        { N: not null } => new AttributeValue { N = value.N },
        { B: not null } => new AttributeValue { B = Frozen(value.B) },
        { BOOL: not null } => new AttributeValue { BOOL = value.BOOL },
        { NULL: true } => new AttributeValue { NULL = true },
        { IsMSet: true } => new AttributeValue { M = Copy(value.M ?? []), IsMSet = true },
        { IsLSet: true } => new AttributeValue { L = (value.L ?? []).ConvertAll(Copy), IsLSet = true },
        _ => throw new NotSupportedException("The simulated table takes no sets."),
    };

    public static bool AreEqual(Dictionary<string, AttributeValue> one, Dictionary<string, AttributeValue> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && AreEqual(pair.Value, value));

    public static bool AreEqual(AttributeValue one, AttributeValue other) =>
        one.S == other.S && AreEqual(one.N, other.N) && one.BOOL == other.BOOL && one.NULL == other.NULL
        && AreEqual(one.B, other.B)
        && one.IsMSet == other.IsMSet && (!one.IsMSet || AreEqual(one.M, other.M))
        && one.IsLSet == other.IsLSet
            && (!one.IsLSet || (one.L.Count == other.L.Count && one.L.Zip(other.L).All(pair => AreEqual(pair.First, pair.Second))));

    // Numbers compare by value: 1.0 equals 1. Numbers beyond the range of decimal compare as text; the simulation writes each in one form
    // only.
    private static bool AreEqual(string? one, string? other) => one == other
        || (decimal.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var first)
            && decimal.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var second) && first == second);

    private static bool AreEqual(MemoryStream? one, MemoryStream? other) =>
        one is null || other is null ? one == other : Bytes(one).SequenceEqual(Bytes(other));

    public static decimal Number(string number) => decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Approximate item size by DynamoDB's rules.</summary>
    public static int Size(Dictionary<string, AttributeValue> item) =>
        item.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Size(pair.Value));

    /// <summary>The bytes of a value, without a copy if the stream exposes its buffer.</summary>
    public static ReadOnlySpan<byte> Bytes(MemoryStream stream) =>
        stream.TryGetBuffer(out var buffer) ? buffer : stream.ToArray();

    private static int Size(AttributeValue value) => value switch
    {
        { S: { } text } => Encoding.UTF8.GetByteCount(text),
        { N: { } number } => (number.Length / 2) + 1,
        { B: { } bytes } => (int)bytes.Length,
        { IsMSet: true } => 3 + value.M.Sum(pair => 1 + Encoding.UTF8.GetByteCount(pair.Key) + Size(pair.Value)),
        { IsLSet: true } => 3 + value.L.Sum(element => 1 + Size(element)),
        _ => 1,
    };

    // Copies share the bytes of a read-only stream.
    private static MemoryStream Frozen(MemoryStream stream)
    {
        if (!stream.CanWrite && stream.TryGetBuffer(out var buffer))
        {
            return new MemoryStream(buffer.Array!, buffer.Offset, buffer.Count, writable: false, publiclyVisible: true);
        }

        var bytes = stream.ToArray();
        return new MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true);
    }
}
