using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Storage;

namespace Analytics.Operations.Quarantine;

/// <summary>Redrives quarantined records. Records that are valid now are counted once and leave quarantine.</summary>
/// <remarks>
/// The stream parser and the batch counter process the record, so it is counted once however often it is redriven, and not at all if the
/// other source has delivered the same change meanwhile. If the process ends between the commit and the delete, the next redrive recognises
/// the record as a duplicate.
/// </remarks>
public sealed class Redriver(Committer committer, IQuarantineAdmin admin, TimeProvider time)
{
    // The outcome contains everything that the counter would log about the record.
    private static readonly Action<string> Quiet = _ => { };

    /// <summary>Redrives one record. Exceptions of the table pass through; the record then stays in quarantine.</summary>
    /// <exception cref="IOException">The commit failed.</exception>
    public async Task<Redriven> RedriveAsync(QuarantineEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Trouble is { } trouble)
        {
            return new Redriven.Refused(trouble.Reason);
        }

        QuarantinedRecord? kept;
        try
        {
            kept = await admin.ReadAsync(entry, cancellationToken);
        }
        catch (FormatException damaged)
        {
            return new Redriven.Refused(damaged.Message);
        }

        if (kept is null)
        {
            return new Redriven.Gone();
        }

        var judged = await CountAsync(StreamEventParser.ReadQuarantined(kept), cancellationToken);
        if (judged is Redriven.Accepted)
        {
            await admin.TryDeleteAsync(entry, cancellationToken);
        }

        return judged;
    }

    private async Task<Redriven> CountAsync(SourceRecord record, CancellationToken cancellationToken)
    {
        var refusals = new Refusals();
        var outcome = await new BatchCounter(committer, refusals, concurrency: 1, time).CountAsync(
            RecordBatch.Of([record]), Quiet, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return outcome switch
        {
            _ when refusals.Reason is { } reason => new Redriven.Refused(reason),
            { CommitFailure: { } failure } => throw new IOException($"It could not be counted: {failure.Message}", failure),
            { TooOld.Count: > 0 } => new Redriven.Refused("Its order's minute is no longer retained, so it cannot count."),
            { LeftToTableStream: > 0 } => new Redriven.Refused("The change before it is not counted yet, or its document cannot be read."),
            { Duplicates: > 0 } => new Redriven.Accepted("had been counted"),
            _ when record.Parsed is ParsedChange.Ignored => new Redriven.Accepted("changes no count"),
            _ => new Redriven.Accepted("counted"),
        };
    }

    /// <summary>Captures the reason instead of quarantining the record, which is in quarantine already.</summary>
    private sealed class Refusals : IQuarantine
    {
        public string? Reason { get; private set; }

        public Task<bool> PutAsync(QuarantinedRecord record, CancellationToken cancellationToken)
        {
            Reason = record.Reason;
            return Task.FromResult(false);
        }
    }
}

/// <summary>Result of redriving a record: a closed set.</summary>
public abstract record Redriven
{
    private Redriven()
    {
    }

    /// <summary>The record is valid and left quarantine.</summary>
    /// <param name="How">A predicate for the operator, which states whether the record was counted now.</param>
    public sealed record Accepted(string How) : Redriven;

    /// <summary>The record cannot be counted and stays in quarantine.</summary>
    /// <param name="Reason">The reason, as a sentence for the operator.</param>
    public sealed record Refused(string Reason) : Redriven;

    /// <summary>The record no longer exists: another operator has redriven or discarded it.</summary>
    public sealed record Gone : Redriven;
}
