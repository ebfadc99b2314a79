using Analytics.Storage;

namespace Analytics.Operations.Quarantine;

/// <summary>Operator access to quarantined records. Thread-safe.</summary>
public interface IQuarantineAdmin
{
    /// <summary>Lists records whose id has a prefix, ordered by id and without their bytes.</summary>
    /// <param name="prefix">The id prefix; empty for all records.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    IAsyncEnumerable<QuarantineEntry> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Reads a record with its bytes; null when it no longer exists as listed.</summary>
    /// <exception cref="FormatException">Bytes are missing, or differ from those that were quarantined.</exception>
    Task<QuarantinedRecord?> ReadAsync(QuarantineEntry entry, CancellationToken cancellationToken);

    /// <summary>Deletes a record as it was listed.</summary>
    /// <returns>False when it no longer exists or was quarantined again meanwhile.</returns>
    Task<bool> TryDeleteAsync(QuarantineEntry entry, CancellationToken cancellationToken);

    /// <summary>Removes segments without a record, which an interrupted put or delete leaves behind.</summary>
    /// <param name="before">Only segments written before this time are removed; younger ones may belong to a put in progress.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>Number of segments removed.</returns>
    Task<int> SweepAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
