using System.Text;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;

namespace Analytics.Storage;

/// <summary>The checksum of an item of the aggregates table. A damaged item is detected when it is read and is never summed.</summary>
public static class ItemChecksum
{
    /// <summary>The attribute that holds the checksum.</summary>
    public const string Name = "checksum";

    /// <summary>Adds the checksum to an otherwise complete item and returns the item.</summary>
    public static Dictionary<string, AttributeValue> Seal(this Dictionary<string, AttributeValue> item)
    {
        item[Name] = Of(item);
        return item;
    }

    /// <summary>Whether an item's checksum matches its content.</summary>
    /// <param name="item">The whole item.</param>
    /// <param name="except">Attributes that the checksum does not cover.</param>
    public static bool IsSealed(this Dictionary<string, AttributeValue> item, params ReadOnlySpan<string> except) =>
        item.GetValueOrDefault(Name)?.S is { } stored && stored == Of(item, except).S;

    /// <summary>Computes the checksum of an item: the sum of its attributes' checksums, so attribute order does not matter.</summary>
    public static AttributeValue Of(Dictionary<string, AttributeValue> item, params ReadOnlySpan<string> except)
    {
        var sum = 0u;
        foreach (var (name, value) in item)
        {
            if (name != Name && !except.Contains(name))
            {
                sum = unchecked(sum + Of(value, Of(name, 0)));
            }
        }

        return new AttributeValue { S = sum.ToString("x8", System.Globalization.CultureInfo.InvariantCulture) };
    }

    private static uint Of(AttributeValue value, uint before) => value switch
    {
        { S: { } text } => Of(text, Of("S", before)),
        { N: { } number } => Of(number, Of("N", before)),
        { B: { } bytes } => Checksum.Of(bytes.TryGetBuffer(out var buffer) ? buffer : bytes.ToArray(), Of("B", before)),
        { M: { Count: > 0 } map } => Checksum.Of(Encoding.UTF8.GetBytes(Of(map).S), Of("M", before)),
        { L: { Count: > 0 } list } => list.Aggregate(Of("L", before), (crc, element) => Of(element, crc)),
        { BOOL: { } isTrue } => Of(isTrue ? "true" : "false", before),

        // An empty map or list, which the SDK returns as an unset value.
        _ => before,
    };

    private static uint Of(string text, uint before)
    {
        Span<byte> utf8 = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(text, utf8, out var length)
            ? Checksum.Of(utf8[..length], before)
            : Checksum.Of(Encoding.UTF8.GetBytes(text), before);
    }
}
