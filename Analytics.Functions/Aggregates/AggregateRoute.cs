namespace Analytics.Functions.Aggregates;

/// <summary>The routes that answer questions about a range of minutes.</summary>
internal enum AggregateRoute
{
    /// <summary>Sums of the whole range.</summary>
    Totals,

    /// <summary>Sums by step.</summary>
    Series,

    /// <summary>Totals, series and ranking of one reading.</summary>
    Summary,

    /// <summary>A ranking of items, or some items.</summary>
    Items,

    /// <summary>One item.</summary>
    Item,
}
