namespace Analytics.Core.Alerts;

/// <summary>What an evaluation of an alert found.</summary>
/// <param name="Holds">Whether the condition of its rule holds.</param>
/// <param name="Numbers">The numbers that decided it, as a JSON object.</param>
public sealed record AlertFinding(bool Holds, string Numbers);
