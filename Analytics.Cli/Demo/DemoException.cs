namespace Analytics.Cli.Demo;

/// <summary>The demo cannot run; the message says why.</summary>
internal sealed class DemoException(string message) : Exception(message);
