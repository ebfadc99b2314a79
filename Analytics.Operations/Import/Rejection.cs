namespace Analytics.Operations.Import;

/// <summary>A row of a file that is not imported.</summary>
/// <param name="FileLine">The line of the file on which it begins, from 1.</param>
/// <param name="Reason">Why not, as a sentence without a subject.</param>
public sealed record Rejection(long FileLine, string Reason);
