using System.Text.Json;
using Analytics.Local.EventSources.Records;

namespace Analytics.Local.EventSources.Policies;

/// <summary>Parses a function's partial batch response (AWS, "Reporting batch item failures").</summary>
internal static class BatchResponse
{
    /// <summary>Finds the first record to retry.</summary>
    /// <returns>Its index; the number of records if all succeeded, 0 if all failed.</returns>
    /// <remarks>
    /// An empty response, null, no <c>batchItemFailures</c>, or a list that is null or empty means that all records succeeded. All failed
    /// if
    /// the response cannot be parsed, or if an identifier is empty, null, absent or not in the batch. If several records are reported, the
    /// lowest sequence number counts.
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

    /// <summary>Records are ordered by sequence number, so the lowest index belongs to the lowest sequence number.</summary>
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
