namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>An expression that cannot be parsed or evaluated. The message is for the author of the expression.</summary>
internal sealed class MathError(string message) : Exception(message);
