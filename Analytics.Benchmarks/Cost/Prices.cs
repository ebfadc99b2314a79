namespace Analytics.Benchmarks.Cost;

/// <summary>Public prices in US dollars, as prices.json has them.</summary>
internal sealed record Prices
{
    public required string About { get; init; }

    public required double ApiRequestsAMillion { get; init; }

    public required double LambdaRequestsAMillion { get; init; }

    public required double LambdaGbSecondsX86 { get; init; }

    public required double LambdaGbSecondsArm { get; init; }

    public required double WriteUnitsAMillion { get; init; }

    public required double ReadUnitsAMillion { get; init; }

    public required double WriteCapacityUnitHour { get; init; }

    public required double TableStorageGbMonth { get; init; }

    public required double BackupGbMonth { get; init; }

    public required double ShardHour { get; init; }

    public required double PutUnitsAMillion { get; init; }

    public required double OnDemandStreamHour { get; init; }

    public required double OnDemandInGb { get; init; }

    public required double OnDemandOutGb { get; init; }

    public required double MetricMonth { get; init; }

    public required double AlarmMetricMonth { get; init; }

    public required double DashboardMonth { get; init; }

    public required double LogsIngestedGb { get; init; }

    public required double LogsStoredGbMonth { get; init; }

    /// <summary>What an account has free of charge each month.</summary>
    public required Allowances Always { get; init; }
}

/// <summary>What an account has free of charge each month.</summary>
internal sealed record Allowances
{
    /// <summary>No allowance at all.</summary>
    public static Allowances None { get; } = new()
    {
        About = "", LambdaRequests = 0, LambdaGbSeconds = 0, TableStorageGb = 0, Metrics = 0, AlarmMetrics = 0, Dashboards = 0, LogsGb = 0,
    };

    public required string About { get; init; }

    public required double LambdaRequests { get; init; }

    public required double LambdaGbSeconds { get; init; }

    public required double TableStorageGb { get; init; }

    public required double Metrics { get; init; }

    public required double AlarmMetrics { get; init; }

    public required double Dashboards { get; init; }

    public required double LogsGb { get; init; }
}
