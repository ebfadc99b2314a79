using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Wire;
using Analytics.Functions.Storage;
using Analytics.Tests.Support;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The bytes of a document's <c>items</c>; and the same bytes as its <c>seen</c>.</summary>
internal sealed class ItemTalliesTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Items(Some.Order(1)),
        Items(Some.Order(1, lines: [new("tea", 2, 350), new("抹茶", 1, 1)]), Some.Order(2, currency: Some.Jpy, lines: new OrderLine("tea",
        1_000_000, 100_000_000))),
        [],
    ];

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        [0x0a, 3, (byte)'t', (byte)'e', (byte)'a'], [0x12, 3, (byte)'U', (byte)'S', (byte)'D'], [0x12, 3, (byte)'X', (byte)'X', (byte)'X'],
        [0x42, 1, 0], [0x4a, 1, 2], [0x52, 1, (byte)'a'], [0x5a, 1, 0], [0x5a, 1, 2],
        [0x1a, 1, 2], [0x22, 1, 2], [0x2a, 1, 0], [0x32, 1, 0], [0x3a, 1, 2],
        [0x0a, 1, 0xff], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], [.. Enumerable.Repeat((byte)0xff, 18), 0x7f],
        [.. Enumerable.Repeat((byte)0xff, 19)],
        [0x80, 0x01], [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], [0x08, 1], [0x0d, 0, 0, 0, 0],
    ];

    public override IReadOnlyList<byte[]> Nests => Words;

    public override int? JsonAt(byte[] input) => null;

    public override string Run(byte[] input)
    {
        var item = MinuteItem.Write(MinuteHead.Stored(
            new DocumentKey(0, default), 0, new Tally(), [], default, new HeadState(1, SegmentList.None, false, "w", Some.At("12:00"))));
        item[MinuteItem.Seen].B = new MemoryStream(input);
        var identities = Refused(() => Hold(MinuteItem.Read(item).Seen.Count == input.Length / 8, () => "Identities are missing."));
        item[MinuteItem.Seen].B = new MemoryStream();
        item[MinuteItem.Items].B = new MemoryStream(input);
        return Refused(() =>
        {
            var part = MinuteItem.Read(item);
            var again = new Tally();
            ItemsFormat.DecodeInto(again, ItemsFormat.Encode(part.Tally).Span);
            Hold(again.Items.Count == part.Tally.Items.Count && again.Items.All(one => one.Value.Equals(part.Tally.Items[one.Key])),
            () => "The items do not read back.");
        }) is { } refusal ? $"{refusal}; {identities}" : $"read; {identities}";
    }

    private static string? Refused(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (FormatException refusal)
        {
            return $"refused {refusal.Message}";
        }
    }

    private static byte[] Items(params Order[] orders) => ItemsFormat.Encode(Tally.Of(orders)).ToArray();
}
