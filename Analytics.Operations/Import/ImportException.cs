namespace Analytics.Operations.Import;

/// <summary>A file as a whole cannot be imported; the message says why and what to do.</summary>
public sealed class ImportException(string message) : Exception(message);
