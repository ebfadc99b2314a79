namespace Analytics.Core.Wire;

/// <summary>Reads Kinesis records in the very form in which Lambda delivers them.</summary>
internal sealed class KinesisShape(KinesisData data)
{
    // The end of a record says of which stream it is, and is the same for all of a batch.
    private byte[] _tail = [];

    public bool TryRead(ref JsonCursor json, out RecordRow record)
    {
        record = default;
        if (!json.TrySkip("{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip(",\"sequenceNumber\":\""u8) || !json.TryReadText(out var sequence) || sequence.IsEmpty)
        {
            return false;
        }

        var sequenceEnd = json.Position - 1;
        if (!json.TrySkip(",\"data\":\""u8) || !json.TryReadText(out var base64)
            || !json.TrySkip(",\"approximateArrivalTimestamp\":"u8) || !json.TryReadNumber(out var arrivedAt) || !RecordTime.TryRead(arrivedAt, out var arrived)
            || !json.TrySkip("},\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\",\"eventID\":\""u8) || !json.TryReadText(out _)
            || !(TrySkipTail(ref json) || TryReadTail(ref json)))
        {
            return false;
        }

        record = new RecordRow
        {
            IsKinesis = true,
            SequenceNumber = (sequenceEnd - sequence.Length)..sequenceEnd,
            ArrivedAt = arrived,
            Place = data.Read(base64),
        };
        return true;
    }

    private bool TrySkipTail(ref JsonCursor json) => _tail.Length > 0 && json.TrySkip(_tail);

    private bool TryReadTail(ref JsonCursor json)
    {
        var from = json.Position;
        if (!json.TrySkip(",\"eventName\":\"aws:kinesis:record\",\"invokeIdentityArn\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip(",\"awsRegion\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip(",\"eventSourceARN\":\""u8) || !json.TryReadText(out _) || !json.TrySkip("}"u8))
        {
            return false;
        }

        _tail = json.Since(from).ToArray();
        return true;
    }
}
