namespace Analytics.Functions;

/// <summary>The handlers of the executable, as the template names them.</summary>
internal static class FunctionHandlers
{
    public const string Orders = "orders";
    public const string Analytics = "analytics";
    public const string Aggregates = "aggregates";
    public const string Drift = "drift";
    public const string Alerts = "alerts";
    public const string Live = "live";
    public const string Page = "page";

    /// <summary>All handlers.</summary>
    public static IReadOnlyList<string> All { get; } = [Orders, Analytics, Aggregates, Drift, Alerts, Live, Page];
}
