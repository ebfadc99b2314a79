namespace Analytics.Local.CloudWatch;

/// <summary>Settings of the local CloudWatch endpoint.</summary>
public sealed record CloudWatchOptions
{
    /// <summary>The port on 127.0.0.1, 0 to 65,535; default 0, which selects a free port.</summary>
    public int Port { get; init; }

    /// <summary>The source of the current time; default the system clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Directory for metrics (<c>metrics.jsonl</c>) and dashboards (<c>dashboards/*.json</c>). It is created if it does not exist, and only
    /// one process at a time may use it. Default null: data are held in memory only.
    /// </summary>
    public string? DataDirectory { get; init; }

    /// <summary>The account in the ARNs of dashboards, 12 digits; default 000000000000. These ARNs have no region.</summary>
    public string AccountId { get; init; } = "000000000000";

    /// <summary>The region for dynamic labels; default us-east-1.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The dashboards that are deployed with the template; default none.</summary>
    internal Dashboards.DashboardFolder? Deployed { get; init; }

    /// <summary>Receives messages for the operator, one line per call, from any thread; default: messages are discarded.</summary>
    public Action<string> Log { get; init; } = _ => { };
}
