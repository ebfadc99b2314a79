namespace Analytics.Simulation.Running;

/// <summary>What is done in a simulated world, and met by its faults.</summary>
internal enum Operation
{
    /// <summary>POST /orders.</summary>
    Place,

    /// <summary>POST /orders/{orderId}/cancel.</summary>
    Cancel,

    /// <summary>An amendment by the product's own store.</summary>
    Amend,

    /// <summary>GET /orders/{orderId}.</summary>
    GetOrder,

    /// <summary>GET /aggregates/totals.</summary>
    Totals,

    /// <summary>GET /aggregates/items.</summary>
    Items,

    /// <summary>GET /aggregates/items/{sku}.</summary>
    Item,

    /// <summary>GET /aggregates/series.</summary>
    Series,

    /// <summary>The analytics function with a batch from Kinesis.</summary>
    KinesisBatch,

    /// <summary>The analytics function with a batch from the table's stream.</summary>
    TableBatch,

    /// <summary>The rebuild command.</summary>
    Rebuild,
}
