using System.Text;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Core.Wire;

/// <summary>Interns slices by the JSON of their dimensions, which is then neither parsed again nor allocates. Not thread-safe.</summary>
/// <remarks>The table is emptied when it has 8,192 entries, so that unbounded values cannot exhaust memory.</remarks>
/// <param name="valuePrefix">What stands between the name of a dimension and its value, from the closing quote's successor on.</param>
/// <param name="valueSuffix">What follows the closing quote of a value.</param>
internal sealed class SliceTable(byte[] valuePrefix, byte[] valueSuffix)
{
    private const int Slots = 16_384;
    private const int MaxCount = Slots / 2;

    // Longer JSON has names or values that are none.
    private const int MaxBytes = 512;

    private (byte[]? Json, Slice Slice)[] _slots = [];
    private int _count;

    /// <summary>The table of dimensions in images of the table stream, as <c>{"channel":{"S":"web"}}</c>.</summary>
    public static SliceTable OfImages() => new([.. ":{\"S\":\""u8], [.. "}"u8]);

    /// <summary>The table of dimensions in events, as <c>{"channel":"web"}</c>.</summary>
    public static SliceTable OfEvents() => new([.. ":\""u8], []);

    /// <summary>Finds the slice of a JSON object without whitespace and escapes.</summary>
    /// <returns>False if it is another value, or not all of its members are different dimensions with a value.</returns>
    public bool TryFind(ReadOnlySpan<byte> json, out Slice slice)
    {
        if (_slots.Length == 0)
        {
            _slots = new (byte[]?, Slice)[Slots];
        }

        for (var index = NameHash.Of(json) & (Slots - 1); ; index = (index + 1) & (Slots - 1))
        {
            ref var slot = ref _slots[index];
            if (slot.Json is null)
            {
                return TryAdd(json, out slice);
            }

            if (json.SequenceEqual(slot.Json))
            {
                slice = slot.Slice;
                return true;
            }
        }
    }

    private bool TryAdd(ReadOnlySpan<byte> json, out Slice slice)
    {
        if (!TryRead(json, out slice))
        {
            return false;
        }

        if (_count == MaxCount)
        {
            Array.Clear(_slots);
            _count = 0;
        }

        var index = NameHash.Of(json) & (Slots - 1);
        while (_slots[index].Json is not null)
        {
            index = (index + 1) & (Slots - 1);
        }

        _slots[index] = (json.ToArray(), slice);
        _count++;
        return true;
    }

    private bool TryRead(ReadOnlySpan<byte> utf8, out Slice slice)
    {
        slice = Slice.None;
        var json = new JsonCursor(utf8);
        var values = new List<KeyValuePair<string, string?>>();
        if (utf8.Length > MaxBytes || !json.TrySkip("{\""u8))
        {
            return false;
        }

        do
        {
            if (!json.TryReadText(out var name) || !json.TrySkip(valuePrefix) || !json.TryReadText(out var value)
                || !json.TrySkip(valueSuffix))
            {
                return false;
            }

            values.Add(KeyValuePair.Create(Encoding.UTF8.GetString(name), (string?)Encoding.UTF8.GetString(value)));
        }
        while (json.TrySkip(",\""u8));
        slice = Slice.Of(values);
        return json.TrySkip("}"u8) && json.Rest.IsEmpty && slice.Values.Count == values.Count
            && values.DistinctBy(value => value.Key).Count() == values.Count;
    }
}
