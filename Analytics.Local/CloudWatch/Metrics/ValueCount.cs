namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>A value and the number of times it was measured.</summary>
/// <param name="Value">Finite, between -2^360 and 2^360; negative values are legal and count back.</param>
/// <param name="Count">Finite and not negative; zero says nothing.</param>
public readonly record struct ValueCount(double Value, double Count = 1);
