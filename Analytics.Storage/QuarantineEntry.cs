namespace Analytics.Storage;

/// <summary>A quarantined record as listed, without its bytes.</summary>
/// <param name="Id">Its id, 24 hexadecimal digits.</param>
/// <param name="Record">The record without its bytes.</param>
/// <param name="Bytes">Number of bytes of the record.</param>
/// <param name="Segments">Number of DynamoDB items that hold the bytes, including the head.</param>
/// <param name="Writer">Token of the write attempt that quarantined it.</param>
/// <param name="Trouble">Why this version cannot redrive it; null when it can try.</param>
public sealed record QuarantineEntry(
    string Id, QuarantinedRecord Record, long Bytes, int Segments, string Writer, QuarantineTrouble? Trouble);

/// <summary>Why this version cannot redrive an entry.</summary>
/// <param name="IsNewer">Whether a later version wrote it; then only that version may redrive or discard it.</param>
/// <param name="Reason">The reason, as a sentence for the operator.</param>
public sealed record QuarantineTrouble(bool IsNewer, string Reason);
