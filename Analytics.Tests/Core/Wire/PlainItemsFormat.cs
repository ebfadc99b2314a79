using System.Text;
using Analytics.Core.Tallies;

namespace Analytics.Tests.Core.Wire;

/// <summary>The message of item tallies written in the plainest way, from lists: the twin that the product's writer must equal.</summary>
internal static class PlainItemsFormat
{
    public static byte[] Encode(IReadOnlyDictionary<string, ItemTally> items)
    {
        var sorted = items.OrderBy(item => item.Key, StringComparer.Ordinal).ToArray();
        var currencies = sorted.SelectMany(item => item.Value.Revenue.Sums.Select(sum => sum.Key)).Distinct().Order().ToList();
        List<Int128> orders = [], units = [], cells = [], cellRevenues = [];
        var lastItem = 0;
        for (var index = 0; index < sorted.Length; index++)
        {
            var item = sorted[index].Value;
            orders.Add(item.Orders);
            units.Add(item.Units);
            foreach (var (currency, minor) in item.Revenue.Sums)
            {
                cells.Add(((index - lastItem) * currencies.Count) + currencies.IndexOf(currency));
                cellRevenues.Add(minor);
                lastItem = index;
            }
        }

        var shared = sorted.Select((item, index) => index == 0 ? 0 : SharedBytes(sorted[index - 1].Key, item.Key)).ToList();
        var rests = sorted.Select((item, index) => Encoding.UTF8.GetBytes(item.Key)[shared[index]..]).ToList();
        return
        [
            .. currencies.SelectMany(currency => Field(1, Encoding.UTF8.GetBytes(currency.Code))),
            .. Packed(2, [.. shared.Select(bytes => (Int128)bytes)]), .. Packed(3, [.. rests.Select(rest => (Int128)rest.Length)]),
            .. sorted.Length == 0 ? [] : Field(4, [.. rests.SelectMany(rest => rest)]), .. Packed(5, orders), .. Packed(6, units),
            .. Packed(7, cells), .. Packed(8, cellRevenues),
            .. Sparse(11, [.. sorted.Select(item => item.Value.Cancelled)]), .. Sparse(13, [.. sorted.Select(item => item.Value.Refunded)]),
        ];
    }

    private static int SharedBytes(string before, string name) =>
        before.EnumerateRunes().Zip(name.EnumerateRunes()).TakeWhile(runes => runes.First == runes.Second).Sum(
            runes => runes.First.Utf8SequenceLength);

    // The rows whose count is not 0, and these counts.
    private static IEnumerable<byte> Sparse(int field, List<long> counts)
    {
        var rows = counts.Index().Where(count => count.Item != 0).Select(count => count.Index).ToList();
        return
        [
            .. Packed(field, [.. rows.Select((row, index) => (Int128)(index == 0 ? row : row - rows[index - 1]))]),
            .. Packed(field + 1, [.. rows.Select(row => (Int128)counts[row])]),
        ];
    }

    private static IEnumerable<byte> Packed(int field, List<Int128> values) =>
        values.Count == 0 ? [] : Field(field, [.. values.SelectMany(value => Varint(unchecked((UInt128)((value << 1) ^ (value >> 127)))))]);

    private static IEnumerable<byte> Field(int field, byte[] content) =>
        [.. Varint((UInt128)(field << 3 | 2)), .. Varint((UInt128)content.Length), .. content];

    private static IEnumerable<byte> Varint(UInt128 value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)((byte)(value & 0x7F) | 0x80);
        }

        yield return (byte)value;
    }
}
