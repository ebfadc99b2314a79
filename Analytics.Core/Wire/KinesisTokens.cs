using System.Text.Json;
using System.Text.Unicode;

namespace Analytics.Core.Wire;

/// <summary>Reads Kinesis records by their tokens: in any order of properties, with whitespace.</summary>
internal sealed class KinesisTokens(KinesisData data)
{
    public bool TryRead(ref JsonCursor json, ReadOnlySpan<byte> utf8, out RecordRow record)
    {
        var start = utf8.Length - json.Rest.Length;
        record = default;
        try
        {
            var reader = new Utf8JsonReader(utf8[start..]);
            reader.Read();
            if (!TryRead(ref reader, start, out record, out var base64))
            {
                return false;
            }

            // Whoever reads a text thoroughly finds out whether it is one; the reader of tokens does not.
            var length = (int)reader.BytesConsumed;
            if (!Utf8.IsValid(json.Rest[..length]))
            {
                return false;
            }

            json.Skip(length);
            record = record with { Place = data.Read(utf8[base64]) };
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryRead(ref Utf8JsonReader json, int start, out RecordRow record, out Range base64)
    {
        (record, base64) = (default, default);
        var (isKinesis, isSource, seen) = (false, false, 0);
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            var (field, isText) = name switch
            {
                _ when name.SequenceEqual("kinesis"u8) => (1, false),
                _ when name.SequenceEqual("eventSource"u8) => (2, true),
                _ when name.SequenceEqual("eventVersion"u8) => (4, true),
                _ when name.SequenceEqual("eventID"u8) => (8, true),
                _ when name.SequenceEqual("eventName"u8) => (16, true),
                _ when name.SequenceEqual("invokeIdentityArn"u8) => (32, true),
                _ when name.SequenceEqual("awsRegion"u8) => (64, true),
                _ when name.SequenceEqual("eventSourceARN"u8) => (128, true),
                _ => (0, false),
            };
            json.Read();
            if (field == 0 || (seen & field) != 0 || (isText && !IsPlainText(json)))
            {
                return false;
            }

            seen |= field;
            if (field == 1)
            {
                if (!TryReadKinesis(ref json, start, out record, out base64))
                {
                    return false;
                }

                isKinesis = true;
            }

            isSource |= field == 2 && json.ValueTextEquals("aws:kinesis"u8);
        }

        return isKinesis && isSource;
    }

    private static bool TryReadKinesis(ref Utf8JsonReader json, int start, out RecordRow record, out Range base64)
    {
        (record, base64) = (new RecordRow { IsKinesis = true }, default);
        var seen = 0;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            var field = name switch
            {
                _ when name.SequenceEqual("data"u8) => 1,
                _ when name.SequenceEqual("sequenceNumber"u8) => 2,
                _ when name.SequenceEqual("approximateArrivalTimestamp"u8) => 4,
                _ when name.SequenceEqual("partitionKey"u8) => 8,
                _ when name.SequenceEqual("kinesisSchemaVersion"u8) => 16,
                _ when name.SequenceEqual("encryptionType"u8) => 32,
                _ => 0,
            };
            json.Read();
            if (field == 0 || (seen & field) != 0 || (field != 4 && !IsPlainText(json)))
            {
                return false;
            }

            seen |= field;
            var at = start + (int)json.TokenStartIndex + 1;
            switch (field)
            {
                case 1:
                    base64 = at..(at + json.ValueSpan.Length);
                    break;
                case 2:
                    record = record with { SequenceNumber = at..(at + json.ValueSpan.Length) };
                    break;
                case 4:
                    if (json.TokenType != JsonTokenType.Number || !RecordTime.TryRead(json.ValueSpan, out var arrivedAt))
                    {
                        return false;
                    }

                    record = record with { ArrivedAt = arrivedAt };
                    break;
            }
        }

        return (seen & 3) == 3 && !record.SequenceNumber.Equals(default) && record.SequenceNumber.Start.Value < record.SequenceNumber.End.Value;
    }

    private static bool IsPlainText(in Utf8JsonReader json) => json.TokenType == JsonTokenType.String && !json.ValueIsEscaped;
}
