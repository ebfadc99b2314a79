namespace Analytics.Operations.Import;

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Fields">Its fields, without their quotes.</param>
/// <param name="Fault">What is wrong with its syntax; null if nothing is.</param>
public sealed record CsvRecord(long Line, IReadOnlyList<string> Fields, string? Fault);
