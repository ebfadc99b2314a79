using Analytics.Storage;

namespace Analytics.Operations.Quarantine;

/// <summary>What is in quarantine, for whoever looks after it. Safe to use from many threads.</summary>
public interface IQuarantineAdmin
{
    /// <summary>The records whose ids begin so, in order of their ids; their bytes are not read.</summary>
    /// <param name="prefix">How the ids begin; empty for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<QuarantineEntry> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>A record with its bytes; null when it is there no longer.</summary>
    /// <exception cref="FormatException">Its bytes are not all there, or not those that were put aside.</exception>
    Task<QuarantinedRecord?> ReadAsync(QuarantineEntry entry, CancellationToken cancellationToken);

    /// <summary>Deletes a record as it was listed.</summary>
    /// <returns>False when it is there no longer, or was put aside anew meanwhile.</returns>
    Task<bool> TryDeleteAsync(QuarantineEntry entry, CancellationToken cancellationToken);

    /// <summary>Removes segments that belong to no record: what is left where a put or a delete came to no end.</summary>
    /// <param name="before">Younger segments are left alone: they may be of a put that is under way.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many there were.</returns>
    Task<int> SweepAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
