namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Measurements that the sender has aggregated. The individual values are unknown.</summary>
/// <param name="SampleCount">Number of measurements, more than zero.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Minimum">The smallest of them.</param>
/// <param name="Maximum">The largest of them.</param>
public readonly record struct StatisticSet(double SampleCount, double Sum, double Minimum, double Maximum);
