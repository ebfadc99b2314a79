namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>Where the periods of a request begin.</summary>
internal enum PeriodAlignment
{
    /// <summary>At the requested start time, as in the service's API.</summary>
    StartTime,

    /// <summary>Aligned to UTC, as in graphs: a day begins at midnight.</summary>
    Clock,

    /// <summary>The whole range is one period, regardless of the periods in the queries.</summary>
    WholeRange,
}
