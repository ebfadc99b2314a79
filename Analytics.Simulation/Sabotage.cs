namespace Analytics.Simulation;

/// <summary>Ways to break what the engine relies on, at the boundary of the simulated services. The checker must notice each.</summary>
internal enum Sabotage
{
    /// <summary>Nothing is broken.</summary>
    None,

    /// <summary>The aggregates table gives parts back without the identities that they counted.</summary>
    SeenForgotten,

    /// <summary>Writes into the aggregates table are made whatever their condition says.</summary>
    ConditionsUnchecked,

    /// <summary>Adding to the <c>late</c> counter of a rollup does nothing.</summary>
    LateIgnored,

    /// <summary>The state of an order before a change arrives as one that counted nothing.</summary>
    RetractionDisabled,
}
