using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Reads DynamoDB Streams records in the form in which Lambda delivers them.</summary>
internal sealed class StreamShape(ChangeReader changes)
{
    private readonly LineFields[] _linesBefore = new LineFields[OrderRules.LinesMax];
    private readonly LineFields[] _linesAfter = new LineFields[OrderRules.LinesMax];
    private readonly ChangeId[] _idsBefore = new ChangeId[OrderRules.MaxChangeIds];
    private readonly ChangeId[] _idsAfter = new ChangeId[OrderRules.MaxChangeIds];

    public bool TryRead(ref JsonCursor at, ReadOnlySpan<byte> utf8, out RecordRow record)
    {
        record = default;
        var json = at;
        if (!json.TrySkip("{\"eventID\":\""u8) || !json.TryReadText(out var eventId)
            || !json.TrySkip(",\"eventName\":\""u8) || !json.TryReadText(out var name)
            || !json.TrySkip(",\"eventVersion\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip(",\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip(",\"dynamodb\":{\"ApproximateCreationDateTime\":"u8) || !json.TryReadNumber(out var seconds, out var decimals)
            || !RecordTime.TryScale(seconds, decimals, out var arrivedAt)
            || !json.TrySkip(",\"Keys\":{"u8) || !TrySkipKeys(ref json) || !TryFindImages(ref json, utf8, out var before, out var after)
            || !json.TrySkip(",\"SequenceNumber\":\""u8) || !json.TryReadText(out var sequence) || sequence.IsEmpty)
        {
            return false;
        }

        var sequenceEnd = utf8.Length - json.Rest.Length - 1;
        if (!json.TrySkip(",\"SizeBytes\":"u8) || !json.TryReadNumber(out _, out decimals) || decimals != 0
            || !json.TrySkip(",\"StreamViewType\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip("},\"eventSourceARN\":\""u8) || !json.TryReadText(out _) || !json.TrySkip("}"u8))
        {
            return false;
        }

        at = json;
        record = new RecordRow
        {
            SequenceNumber = (sequenceEnd - sequence.Length)..sequenceEnd,
            ArrivedAt = arrivedAt,
            Place = IsExpected(name, before, after)
                ? changes.ReadImages(
                    new StreamImage(before, _linesBefore, _idsBefore), new StreamImage(after, _linesAfter, _idsAfter),
                    new RecordFields(eventId, sequence, arrivedAt), utf8)
                : RecordRow.NotTaken,
        };
        return true;
    }

    private static bool IsExpected(ReadOnlySpan<byte> name, in OrderImage before, in OrderImage after) => name.SequenceEqual("INSERT"u8)
        ? !before.IsThere && after.IsThere
        : before.IsThere && (name.SequenceEqual("MODIFY"u8) ? after.IsThere : !after.IsThere && name.SequenceEqual("REMOVE"u8));

    private static bool TrySkipKeys(ref JsonCursor json) =>
        json.TrySkip("}"u8)
        || (json.TrySkip("\"orderId\":{\"S\":\""u8) && json.TryReadText(out _) && json.TrySkip("}}"u8));

    private bool TryFindImages(ref JsonCursor json, ReadOnlySpan<byte> utf8, out OrderImage before, out OrderImage after)
    {
        before = after = default;
        while (true)
        {
            if (!before.IsThere && json.TrySkip(",\"OldImage\":"u8))
            {
                if (!ImageShape.TryFind(ref json, utf8, _linesBefore, _idsBefore, out before))
                {
                    return false;
                }
            }
            else if (!after.IsThere && json.TrySkip(",\"NewImage\":"u8))
            {
                if (!ImageShape.TryFind(ref json, utf8, _linesAfter, _idsAfter, out after))
                {
                    return false;
                }
            }
            else
            {
                return true;
            }
        }
    }
}
