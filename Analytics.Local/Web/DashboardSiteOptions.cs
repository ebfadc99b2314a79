namespace Analytics.Local.Web;

/// <summary>Settings of the dashboard site.</summary>
internal sealed record DashboardSiteOptions
{
    /// <summary>The port on localhost; 0 selects a free port.</summary>
    public required int Port { get; init; }

    /// <summary>The npm directory with the libraries that draw the page.</summary>
    public required string NodeModulesDirectory { get; init; }

    /// <summary>The product's own page.</summary>
    public required SitePage Page { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Number of decimals of each currency, by its code.</summary>
    public required IReadOnlyDictionary<string, int> CurrencyDecimals { get; init; }
}
