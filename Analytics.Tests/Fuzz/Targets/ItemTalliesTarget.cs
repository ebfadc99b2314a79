using Amazon.DynamoDBv2.Model;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;
using Analytics.Tests.Support;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The bytes of a document's <c>items</c>; and the same bytes as its change ids and edit marks.</summary>
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
        [0x0a, 3, (byte)'U', (byte)'S', (byte)'D'], [0x0a, 3, (byte)'X', (byte)'X', (byte)'X'], [0x0a, 1, 0xff],
        [0x12, 1, 0], [0x1a, 1, 2], [0x22, 1, (byte)'a'], [0x2a, 1, 2], [0x32, 1, 2], [0x3a, 1, 0], [0x3a, 1, 2], [0x42, 1, 2],
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], [.. Enumerable.Repeat((byte)0xff, 18), 0x7f],
        [.. Enumerable.Repeat((byte)0xff, 19)],
        [0x82, 0x01, 6, 0, 0, 0, 0, 0, 1], [0x8a, 0x01, 6, 0, 0, 0, 0, 0, 1], [0x92, 0x01, 1, 4],
        [0x80, 0x01], [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], [0x48, 1], [0x4d, 0, 0, 0, 0],
    ];

    public override IReadOnlyList<byte[]> Nests => Words;

    public override int? JsonAt(byte[] input) => null;

    public override string Run(byte[] input)
    {
        var item = MinuteItem.Write(new MinuteHead(
            new DocumentKey(0, default), new Tally(), [], [], default, new HeadState(1, SegmentList.None, "w", Some.At("12:00"))));
        item[MinuteItem.ChangeIds].B = new MemoryStream(input);
        item.Seal();
        var ids = Refused(() => Hold(MinuteItem.Read(item).Ids.Count == input.Length / 8, () => "Change ids are missing."));
        item[MinuteItem.ChangeIds].B = new MemoryStream();
        item[MinuteItem.EditMarks] = new AttributeValue { B = new MemoryStream(input) };
        item.Seal();
        var marks = Refused(() => Hold(MinuteItem.Read(item).Marks.Count == input.Length / 16, () => "Edit marks are missing."));
        item.Remove(MinuteItem.EditMarks);
        item[MinuteItem.Items].B = new MemoryStream(input);
        item.Seal();
        return Refused(() =>
        {
            var head = MinuteItem.Read(item);
            var again = new Tally();
            ItemsFormat.DecodeInto(again, ItemsFormat.Encode(head.Tally).Span);
            Hold(again.Customers.Equals(head.Tally.Customers), () => "The customers do not read back.");
            Hold(again.Items.Count == head.Tally.Items.Count && again.Items.All(one => one.Value.Equals(head.Tally.Items[one.Key])),
            () => "The items do not read back.");
        }) is { } refusal ? $"{refusal}; {ids}; {marks}" : $"read; {ids}; {marks}";
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
