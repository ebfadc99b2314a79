namespace Analytics.Simulation.Reference;

/// <summary>A world at rest is not as it must be.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
