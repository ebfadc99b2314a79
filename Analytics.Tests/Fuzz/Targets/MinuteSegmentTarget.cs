using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Storage;
using Analytics.Tests.Support;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The item of a segment; as it is, and with the checksum that belongs to it.</summary>
internal sealed class MinuteSegmentTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(
        DynamoDbJson.Write(MinuteSegmentItem.Write(Segments()[0])), DynamoDbJson.Write(MinuteSegmentItem.Write(Segments()[1])));

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. Vocabulary.Attributes,
            .. Texts("\"minute-segments#0#2026-11-23\"", "\"2026-11-23T12:00Z#00000#w\"", "\"previous\":", "\"editMarks\":")];

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

        Hold(item.IsSealed() || Refused(() => MinuteSegmentItem.Read(item)) is not null,
            () => "It is read, though its checksum does not match.");
        item.Seal();
        if (Refused(() => MinuteSegmentItem.Read(item)) is { } refusal)
        {
            return refusal;
        }

        var segment = MinuteSegmentItem.Read(item);
        var again = MinuteSegmentItem.Read(MinuteSegmentItem.Write(segment));
        Hold(
            (again.Key, again.Number, again.Token, again.Previous) == (segment.Key, segment.Number, segment.Token, segment.Previous)
            && again.Ids.SequenceEqual(segment.Ids) && again.Marks.SequenceEqual(segment.Marks)
                && again.Items.Span.SequenceEqual(segment.Items.Span),
            () => "It does not read back.");
        return Refused(() => ItemsFormat.DecodeInto(new Tally(), segment.Items.Span)) ?? "read";
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
            return $"refused {refusal.Message[(refusal.Message.LastIndexOf(':') + 1)..]}";
        }
    }

    private static List<MinuteSegment> Segments()
    {
        var document = new CachedDocument(Some.Placed(Some.Order(1)).Flat().To!.Value);
        var segments = new List<MinuteSegment>();
        foreach (var change in new[] { Some.Placed(Some.Order(1)), Some.Streamed(Some.Order(1), null) })
        {
            var delta = new TallyDelta();
            CountingRule.Count(change.Flat(), document, delta);
            var write = document.Next(delta, "w", Some.At("12:01"), maxHeadBytes: 0);
            document.Apply(write);
            segments.Add(write.Segment!);
        }

        return segments;
    }
}
