namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>Where the periods of a request begin.</summary>
internal enum PeriodAlignment
{
    /// <summary>At the requested start time, as the operations of the service return them.</summary>
    StartTime,

    /// <summary>At whole periods of UTC, as graphs show them: a day begins at midnight.</summary>
    Clock,

    /// <summary>The whole range is one period, whatever periods the queries name.</summary>
    WholeRange,
}
