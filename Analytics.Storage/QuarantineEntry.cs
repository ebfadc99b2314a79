namespace Analytics.Storage;

/// <summary>A record in quarantine as it is listed.</summary>
/// <param name="Id">Its id, 24 hexadecimal digits.</param>
/// <param name="Record">What is known of it, without its bytes.</param>
/// <param name="Bytes">How many bytes it has.</param>
/// <param name="Segments">In how many items they are kept.</param>
/// <param name="Writer">A token of the one attempt that put it aside.</param>
/// <param name="Trouble">Why it cannot be redriven by this version; null when it can be tried.</param>
public sealed record QuarantineEntry(
    string Id, QuarantinedRecord Record, long Bytes, int Segments, string Writer, QuarantineTrouble? Trouble);

/// <summary>Why this version can do nothing with an entry.</summary>
/// <param name="IsNewer">Whether a later version wrote it; then it is that version's to redrive and to discard.</param>
/// <param name="Reason">In a sentence for the operator.</param>
public sealed record QuarantineTrouble(bool IsNewer, string Reason);
