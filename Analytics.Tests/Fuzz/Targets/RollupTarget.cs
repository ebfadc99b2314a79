using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;
using Analytics.Tests.Support;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>
/// The items of a rollup; as they are, and with the checksum that belongs to them. It is a cache: nothing in it is an error.
/// </summary>
internal sealed class RollupTarget : FuzzTarget
{
    private static readonly RollupPeriod Day = RollupPeriod.Of(RollupLength.Day, Minute.Of(Some.At("12:00")));
    private static readonly Tally Tally = Tally.Of(
        [Some.Order(1), Some.Order(2, currency: Some.Jpy) with { Slice = Some.Slice("web", "de") }]);

    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(
        DynamoDbJson.Write(RollupItem.Sum(Day, RollupSum.Nothing.Plus(Tally, Some.At("12:01")), 0, "0123456789abcdef", 1, 1)),
        DynamoDbJson.Write(RollupItem.Sum(Day, RollupSum.Nothing, 0, "0123456789abcdef", 0, 0)),
        DynamoDbJson.Write(RollupItem.Segments(Day, Tally, "0123456789abcdef")[0]),
        DynamoDbJson.Write(RollupItem.CustomerSegment(
            Day, RollupSum.Nothing.Plus(Tally, Some.At("12:01")).Customers, "0123456789abcdef")!));

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. Vocabulary.Attributes,
            .. Texts("\"invalidations\":{\"N\":\"2\"},", "\"invalidationsCheck\":{\"N\":\"-2\"},", "\"sumOf\":", "\"2026-11-23T00:00Z\"")];

    public override string Run(byte[] input)
    {
        Dictionary<string, AttributeValue> item;
        try
        {
            item = DynamoDbJson.Read(input);
        }
        catch (JsonException)
        {
            return "no item";
        }

        Hold(
            item.IsSealed(RollupItem.Invalidations, RollupItem.InvalidationsCheck)
                || RollupItem.ReadHead(RollupLength.Day, item)?.State.Sum is null,
            () => "It is read, though its checksum does not match.");
        item[ItemChecksum.Name] = ItemChecksum.Of(item, RollupItem.Invalidations, RollupItem.InvalidationsCheck);
        var segment = RollupItem.SegmentOf(item);
        return RollupItem.ReadHead(RollupLength.Day, item) switch
        {
            null => segment is null ? "neither a head nor a segment" : "a segment",
            { State.Sum: null } => "no sum",
            { State.Sum: { } sum, Version: var version, Segments: >= 0, CustomerSegments: null or >= 0 } when sum.Version == version =>
                "a sum",
            var odd => throw new FuzzException($"It reads as {odd}."),
        };
    }
}
