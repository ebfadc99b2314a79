using System.Runtime.CompilerServices;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Fast parser of DynamoDB Streams records in the form that Lambda delivers.</summary>
internal sealed class FastStreamParser(ChangeReader changes)
{
    private readonly LineFields[] _linesBefore = new LineFields[OrderRules.MaxLines];
    private readonly LineFields[] _linesAfter = new LineFields[OrderRules.MaxLines];
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
            || !json.TrySkip(",\"Keys\":{"u8) || !TrySkipKeys(ref json)
            || !TryFindImages(utf8, utf8.Length - json.Rest.Length, out var before, out var after, out var length))
        {
            return false;
        }

        json.Skip(length);
        if (!json.TrySkip(",\"SequenceNumber\":\""u8) || !json.TryReadText(out var sequence) || sequence.IsEmpty)
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
                ? changes.ReadImages(before, after, new RecordFields(eventId, sequence, arrivedAt), utf8)
                : RecordRow.NotTaken,
        };
        return true;
    }

    private static bool IsExpected(ReadOnlySpan<byte> name, in OrderImage before, in OrderImage after) => name.SequenceEqual("INSERT"u8)
        ? !before.IsThere && after.IsThere
        : before.IsThere && (name.SequenceEqual("MODIFY"u8) ? after.IsThere : !after.IsThere && name.SequenceEqual("REMOVE"u8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TrySkipKeys(ref JsonCursor json) =>
        json.TrySkip("}"u8)
        || (json.TrySkip("\"orderId\":{\"S\":\""u8) && json.TryReadText(out _) && json.TrySkip("}}"u8));

    private bool TryFindImages(ReadOnlySpan<byte> utf8, int start, out OrderImage before, out OrderImage after, out int length)
    {
        before = after = default;
        length = 0;
        while (true)
        {
            var json = new JsonCursor(utf8[(start + length)..]);
            int imageLength;
            if (!before.IsThere && json.TrySkip(",\"OldImage\":"u8))
            {
                if (!FastImageParser.TryFind(utf8, utf8.Length - json.Rest.Length, _linesBefore, _idsBefore, out before, out imageLength))
                {
                    return false;
                }
            }
            else if (!after.IsThere && json.TrySkip(",\"NewImage\":"u8))
            {
                if (!FastImageParser.TryFind(utf8, utf8.Length - json.Rest.Length, _linesAfter, _idsAfter, out after, out imageLength))
                {
                    return false;
                }
            }
            else
            {
                return true;
            }

            length = utf8.Length - json.Rest.Length + imageLength - start;
        }
    }
}
