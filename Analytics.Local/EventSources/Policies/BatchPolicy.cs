using Analytics.Local.EventSources.Records;
using Analytics.Local.Lambda;

namespace Analytics.Local.EventSources.Policies;

/// <summary>Decides which of the records at hand form the next batch, and when. No clock, no I/O.</summary>
internal sealed class BatchPolicy(EventSourceMappingDefinition mapping)
{
    /// <summary>How many of the leading records fit into one event: by number and by bytes, at least one.</summary>
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

    /// <summary>When a batch of all the records that fit may go.</summary>
    /// <param name="fitting">How many fit, from <see cref="Fitting"/>.</param>
    /// <param name="waiting">How many wait.</param>
    /// <param name="oldest">Since when the first of them waits.</param>
    /// <param name="ended">Whether no more will come.</param>
    /// <returns>The moment, which may have passed; a full batch goes at once.</returns>
    public DateTimeOffset ReadyAt(int fitting, int waiting, DateTimeOffset oldest, bool ended) =>
        ended || fitting == mapping.BatchSize || fitting < waiting ? oldest : oldest + mapping.MaximumBatchingWindow;

    /// <summary>How many of the leading records are older than the mapping allows.</summary>
    public int Expired(IReadOnlyList<StreamRecord> records, DateTimeOffset now)
    {
        int count = 0;
        while (mapping.MaximumRecordAge is { } age && count < records.Count && now - records[count].ArrivedAt > age)
        {
            count++;
        }

        return count;
    }

    /// <summary>Whether records make an event that is too large, which only a single one can.</summary>
    public static bool IsTooLarge(IReadOnlyList<StreamRecord> records) =>
        records is [var only] && only.EventJson.Length + EventPayload.FrameBytes > LambdaLimits.MaxPayloadBytes;
}
