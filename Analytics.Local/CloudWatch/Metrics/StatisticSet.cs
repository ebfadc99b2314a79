namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Measurements that were added up before they were sent: their values are lost.</summary>
/// <param name="SampleCount">How many there were, more than zero.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Minimum">The least of them.</param>
/// <param name="Maximum">The greatest of them.</param>
public readonly record struct StatisticSet(double SampleCount, double Sum, double Minimum, double Maximum);
