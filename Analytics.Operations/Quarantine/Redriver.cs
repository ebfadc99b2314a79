using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Storage;

namespace Analytics.Operations.Quarantine;

/// <summary>Feeds records out of quarantine in again: what is a change by now is counted, and only then leaves.</summary>
/// <remarks>
/// A record is read and counted by what reads and counts the streams, so it counts once however often it is redriven, and not at all
/// if the other source has delivered the same change meanwhile. An end between the commit and the delete leaves a record that is
/// known as counted the next time.
/// </remarks>
public sealed class Redriver(Committer committer, IQuarantineAdmin admin, TimeProvider time)
{
    // Whatever a counter has to say of a record is in what comes of it.
    private static readonly Action<string> Quiet = _ => { };

    /// <summary>Redrives one record. What the table itself throws passes through; the record is in quarantine then.</summary>
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

    /// <summary>What would go to quarantine stays in it: only the reason is wanted.</summary>
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

/// <summary>What came of redriving a record: a closed set.</summary>
public abstract record Redriven
{
    private Redriven()
    {
    }

    /// <summary>It was a change, and left quarantine.</summary>
    /// <param name="How">Whether it counted now: a predicate for the operator.</param>
    public sealed record Accepted(string How) : Redriven;

    /// <summary>It is still none, and stays.</summary>
    /// <param name="Reason">Why, in a sentence for the operator.</param>
    public sealed record Refused(string Reason) : Redriven;

    /// <summary>It was there no longer: somebody else has redriven or discarded it.</summary>
    public sealed record Gone : Redriven;
}
