using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Records;
using Analytics.Local.Lambda;

namespace Analytics.Local.EventSources.Policies;

/// <summary>Decides which of the waiting records form the next batch and when it is sent. Uses no clock and no I/O.</summary>
internal sealed class BatchPolicy(EventSourceMappingDefinition mapping)
{
    /// <summary>
    /// Number of leading records that fit into one event, by batch size and payload bytes; at least one if there are any.
    /// </summary>
    public int Fitting(IEnumerable<StreamRecord> records)
    {
        int count = 0;
        long bytes = EventPayload.FrameBytes;
        foreach (StreamRecord record in records)
        {
            bytes += record.EventJson.Length + (count > 0 ? 1 : 0);
            if (count > 0 && bytes > LambdaLimits.MaxPayloadBytes)
            {
                break;
            }

            count++;
            if (count == mapping.BatchSize)
            {
                break;
            }
        }

        return count;
    }

    /// <summary>The time at which the next batch may be sent.</summary>
    /// <param name="fitting">The number of records that fit into the batch, from <see cref="Fitting"/>.</param>
    /// <param name="waiting">The number of records waiting.</param>
    /// <param name="oldest">When the first of them started waiting.</param>
    /// <param name="ended">Whether the shard has ended, so no more records will arrive.</param>
    /// <returns>The time, which may be in the past. A full batch does not wait for the batching window.</returns>
    public DateTimeOffset ReadyAt(int fitting, int waiting, DateTimeOffset oldest, bool ended) =>
        ended || fitting == mapping.BatchSize || fitting < waiting ? oldest : oldest + mapping.MaximumBatchingWindow;

    /// <summary>Number of leading records that are older than the mapping allows.</summary>
    public int Expired(IReadOnlyList<StreamRecord> records, DateTimeOffset now)
    {
        int count = 0;
        while (mapping.MaximumRecordAge is { } age && count < records.Count && now - records[count].ArrivedAt > age)
        {
            count++;
        }

        return count;
    }

    /// <summary>Whether the event exceeds the maximum payload. Only a batch of a single record can.</summary>
    public static bool IsTooLarge(IReadOnlyList<StreamRecord> records) =>
        records is [var only] && only.EventJson.Length + EventPayload.FrameBytes > LambdaLimits.MaxPayloadBytes;
}
