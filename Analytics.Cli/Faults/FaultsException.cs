namespace Analytics.Cli.Faults;

/// <summary>The run did not come to its end, so it cannot be told whether the promise holds; the message says why.</summary>
internal sealed class FaultsException(string message) : Exception(message);
