namespace Analytics.Local.CloudWatch;

/// <summary>How the local CloudWatch is set up.</summary>
public sealed record CloudWatchOptions
{
    /// <summary>The port on 127.0.0.1, 0 to 65,535; default 0, any free one.</summary>
    public int Port { get; init; }

    /// <summary>What the time is taken from; default the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Where metrics (<c>metrics.jsonl</c>) and dashboards (<c>dashboards/*.json</c>) are kept; it is made if there is none, and
    /// one process at a time may use it. Default null: in memory only.
    /// </summary>
    public string? DataDirectory { get; init; }

    /// <summary>The account in the ARNs of dashboards, 12 digits; default 000000000000. They carry no region.</summary>
    public string AccountId { get; init; } = "000000000000";

    /// <summary>The region that labels show; default us-east-1.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The dashboards that come with a template; default none.</summary>
    internal Dashboards.DashboardFolder? Deployed { get; init; }

    /// <summary>Logs what an operator should know, a line at a time, from any thread; default: nothing is logged.</summary>
    public Action<string> Log { get; init; } = _ => { };
}
