using Analytics.Local.Tokens;

namespace Analytics.Local.Web;

/// <summary>What a live page can read from the running stack.</summary>
/// <param name="Api">Address of the HTTP API.</param>
/// <param name="FunctionVariables">Environment variables of each function, by its logical id.</param>
/// <param name="Percentiles">Reads percentiles of a metric.</param>
public sealed record LiveSources(
    Uri Api, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> FunctionVariables, PercentileReader Percentiles)
{
    /// <summary>Issues a token for the HTTP API; null if it needs none, or this host cannot issue one.</summary>
    public Func<TokenRequest, string>? IssueToken { get; init; }
}

/// <summary>Reads percentiles of the values of a metric without dimensions.</summary>
/// <param name="metricNamespace">The metric's namespace.</param>
/// <param name="name">The metric's name.</param>
/// <param name="window">How far back to read.</param>
/// <param name="percentiles">The percentiles, each above 0 and at most 100.</param>
/// <returns>A value for each percentile; null if the metric has no values in the window.</returns>
public delegate IReadOnlyList<double>? PercentileReader(
    string metricNamespace, string name, TimeSpan window, IReadOnlyList<double> percentiles);
