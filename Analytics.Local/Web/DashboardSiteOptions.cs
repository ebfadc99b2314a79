namespace Analytics.Local.Web;

/// <summary>How the page of dashboards is served.</summary>
internal sealed record DashboardSiteOptions
{
    /// <summary>The port on localhost; 0 takes a free one.</summary>
    public required int Port { get; init; }

    /// <summary>Where npm put the libraries that the page draws with.</summary>
    public required string NodeModulesDirectory { get; init; }

    public required TimeProvider TimeProvider { get; init; }
}
