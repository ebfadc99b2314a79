using System.Text.Json;
using Analytics.Local.EventSources.Records;

namespace Analytics.Local.EventSources.Policies;

/// <summary>Reads a function's partial batch response (AWS, "Reporting batch item failures").</summary>
internal static class BatchResponse
{
    /// <summary>Finds the first record to try again.</summary>
    /// <returns>Its index: the number of records when all succeeded, 0 when all failed.</returns>
    /// <remarks>
    /// Nothing, null, an empty list and null for a list mean that all succeeded. An identifier that is empty, null, absent
    /// or of no record in the batch means that all failed, and so does an answer that cannot be read.
    /// Of several, the lowest sequence number counts.
    /// </remarks>
    public static int FirstFailed(ReadOnlyMemory<byte> answer, IReadOnlyList<StreamRecord> records)
    {
        if (answer.Span.Trim(" \r\n\t"u8).IsEmpty)
        {
            return records.Count;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            return FirstFailed(document.RootElement, records);
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private static int FirstFailed(JsonElement answer, IReadOnlyList<StreamRecord> records)
    {
        if (answer.ValueKind == JsonValueKind.Null)
        {
            return records.Count;
        }

        if (answer.ValueKind != JsonValueKind.Object)
        {
            return 0;
        }

        if (!answer.TryGetProperty("batchItemFailures", out JsonElement failures) || failures.ValueKind == JsonValueKind.Null)
        {
            return records.Count;
        }

        return failures.ValueKind == JsonValueKind.Array
            ? failures.EnumerateArray().Select(failure => IndexOf(failure, records)).DefaultIfEmpty(records.Count).Min()
            : 0;
    }

    /// <summary>The records come in the order of their sequence numbers, so the lowest index has the lowest of them.</summary>
    private static int IndexOf(JsonElement failure, IReadOnlyList<StreamRecord> records)
    {
        if (failure.ValueKind != JsonValueKind.Object
            || !failure.TryGetProperty("itemIdentifier", out JsonElement identifier)
            || identifier.ValueKind != JsonValueKind.String)
        {
            return 0;
        }

        for (int i = 0; i < records.Count; i++)
        {
            if (identifier.ValueEquals(records[i].SequenceNumber))
            {
                return i;
            }
        }

        return 0;
    }
}
