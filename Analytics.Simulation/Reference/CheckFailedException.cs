namespace Analytics.Simulation.Reference;

/// <summary>A check of the simulation failed.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
