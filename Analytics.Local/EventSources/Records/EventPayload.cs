namespace Analytics.Local.EventSources.Records;

/// <summary>Builds an event from the JSON of its records.</summary>
internal static class EventPayload
{
    private static ReadOnlySpan<byte> Head => "{\"Records\":["u8;

    private static ReadOnlySpan<byte> Tail => "]}"u8;

    /// <summary>Size of an event in bytes, excluding its records and the commas between them.</summary>
    public static int FrameBytes => Head.Length + Tail.Length;

    public static byte[] Of(IReadOnlyList<StreamRecord> records)
    {
        byte[] payload = new byte[FrameBytes + records.Sum(record => record.EventJson.Length) + Math.Max(0, records.Count - 1)];
        Head.CopyTo(payload);
        int at = Head.Length;
        foreach (StreamRecord record in records)
        {
            if (at > Head.Length)
            {
                payload[at++] = (byte)',';
            }

            record.EventJson.Span.CopyTo(payload.AsSpan(at));
            at += record.EventJson.Length;
        }

        Tail.CopyTo(payload.AsSpan(at));
        return payload;
    }
}
