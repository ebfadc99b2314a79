namespace Analytics.Functions.Storage;

/// <summary>What is in quarantine, for whoever looks after it. Safe to use from many threads.</summary>
internal interface IQuarantineShelf
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

    /// <summary>Removes pieces that belong to no record: what is left where a put or a delete came to no end.</summary>
    /// <param name="before">Younger pieces are left alone: they may be of a put that is under way.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many there were.</returns>
    Task<int> SweepAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>A record in quarantine as it is listed.</summary>
/// <param name="Id">Its id, 24 hexadecimal digits.</param>
/// <param name="Record">What is known of it, without its bytes.</param>
/// <param name="Bytes">How many bytes it has.</param>
/// <param name="Pieces">In how many items they are kept.</param>
/// <param name="Writer">A token of the one attempt that put it aside.</param>
/// <param name="Trouble">Why it cannot be redriven by this version; null when it can be tried.</param>
internal sealed record QuarantineEntry(
    string Id, QuarantinedRecord Record, long Bytes, int Pieces, string Writer, QuarantineTrouble? Trouble);

/// <summary>Why this version can do nothing with an entry.</summary>
/// <param name="IsNewer">Whether a later version wrote it; then it is that version's to redrive and to discard.</param>
/// <param name="Reason">In a sentence for the operator.</param>
internal sealed record QuarantineTrouble(bool IsNewer, string Reason);
