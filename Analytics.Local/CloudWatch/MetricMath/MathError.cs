namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>An expression that cannot be read or evaluated; the message says why and can be shown to whoever wrote it.</summary>
internal sealed class MathError(string message) : Exception(message);
