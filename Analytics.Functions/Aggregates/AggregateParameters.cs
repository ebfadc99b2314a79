using static Analytics.Functions.Aggregates.AggregateRoute;

namespace Analytics.Functions.Aggregates;

/// <summary>The query parameters of the aggregates, by route, as the table of <c>docs/api.md</c> lists them.</summary>
internal static class AggregateParameters
{
    private static readonly AggregateRoute[] Every = Enum.GetValues<AggregateRoute>();

    private static readonly (string Name, AggregateRoute[] Routes)[] All =
    [
        ("window", Every), ("from", Every), ("to", Every), ("tz", Every), ("compare", Every), ("include", Every), ("currency", Every),
        ("channel", Every), ("country", Every), ("groupBy", [Totals, Summary]),
        ("step", [Series, Summary]), ("sku", [Series, Items]), ("by", [Summary, Items, Item]), ("order", [Summary, Items]),
        ("top", [Summary, Items]), ("cursor", [Items]), ("includes", Every), ("wait", Every),
    ];

    /// <summary>The parameters of a route.</summary>
    public static IReadOnlyList<string> Of(AggregateRoute route) =>
        [.. All.Where(parameter => parameter.Routes.Contains(route)).Select(parameter => parameter.Name)];

    /// <summary>The words that <c>include</c> takes on a route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="bySku">Whether a series of items is asked for, which are not averaged by order.</param>
    public static IReadOnlyList<string> Extras(AggregateRoute route, bool bySku) => route switch
    {
        Totals => [Extra.AverageOrderValue, Extra.Percentiles, Extra.Customers],
        Series => bySku ? [Extra.Cumulative] : [Extra.AverageOrderValue, Extra.Percentiles, Extra.Customers, Extra.Cumulative],
        Summary => [Extra.AverageOrderValue, Extra.Percentiles, Extra.Customers, Extra.Cumulative, Extra.Share],
        _ => [Extra.Share],
    };
}

/// <summary>The words of <c>include</c>: numbers that are computed from the sums.</summary>
internal static class Extra
{
    /// <summary>Revenue by order.</summary>
    public const string AverageOrderValue = "averageOrderValue";

    /// <summary>Percentiles of the value of an order.</summary>
    public const string Percentiles = "percentiles";

    /// <summary>The number of distinct customers. Also the name of the figure.</summary>
    public const string Customers = "customers";

    /// <summary>The sum of a point and all before it.</summary>
    public const string Cumulative = "cumulative";

    /// <summary>An item's part of the total.</summary>
    public const string Share = "share";
}
