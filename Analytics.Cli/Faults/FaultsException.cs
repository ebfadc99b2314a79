namespace Analytics.Cli.Faults;

/// <summary>The run could not complete, so its result is unknown. The message says why.</summary>
internal sealed class FaultsException(string message) : Exception(message);
