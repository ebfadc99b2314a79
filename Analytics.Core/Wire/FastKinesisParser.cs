using System.Diagnostics.CodeAnalysis;

namespace Analytics.Core.Wire;

/// <summary>Fast parser of Kinesis records in the exact form that Lambda delivers.</summary>
internal sealed class FastKinesisParser(KinesisData data)
{
    // The end of a record names its stream and is the same for all records of a batch.
    private byte[]? _tail;

    public bool TryRead(ref JsonCursor at, ReadOnlySpan<byte> utf8, out RecordRow record)
    {
        record = default;
        var json = at;
        if (!json.TrySkip("{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip(",\"sequenceNumber\":\""u8) || !json.TryReadText(out var sequence) || sequence.IsEmpty)
        {
            return false;
        }

        var sequenceEnd = utf8.Length - json.Rest.Length - 1;
        if (!json.TrySkip(",\"data\":\""u8) || !json.TryReadToQuote(out var base64)
            || !json.TrySkip(",\"approximateArrivalTimestamp\":"u8) || !json.TryReadNumber(out var seconds, out var decimals)
            || !RecordTime.TryScale(seconds, decimals, out var arrivedAt)
            || !json.TrySkip("},\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\",\"eventID\":\""u8) || !json.TryReadText(out _)
            || !((_tail is not null && json.Rest.StartsWith(_tail)) || TryReadTail(json.Rest)))
        {
            return false;
        }

        json.Skip(_tail.Length);
        at = json;
        record = new RecordRow
        {
            IsKinesis = true,
            SequenceNumber = (sequenceEnd - sequence.Length)..sequenceEnd,
            ArrivedAt = arrivedAt,
            Place = data.Read(base64),
        };
        return true;
    }

    [MemberNotNullWhen(true, nameof(_tail))]
    private bool TryReadTail(ReadOnlySpan<byte> utf8)
    {
        var json = new JsonCursor(utf8);
        if (!json.TrySkip(",\"eventName\":\"aws:kinesis:record\",\"invokeIdentityArn\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip(",\"awsRegion\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip(",\"eventSourceARN\":\""u8) || !json.TryReadText(out _) || !json.TrySkip("}"u8))
        {
            return false;
        }

        _tail = utf8[..^json.Rest.Length].ToArray();
        return true;
    }
}
