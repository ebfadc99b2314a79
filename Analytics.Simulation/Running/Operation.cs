namespace Analytics.Simulation.Running;

/// <summary>A kind of work in the simulation. Faults are counted for each operation they strike.</summary>
internal enum Operation
{
    /// <summary>POST /orders.</summary>
    Place,

    /// <summary>POST /orders/{orderId}/cancel.</summary>
    Cancel,

    /// <summary>An amendment through the product's own order store.</summary>
    Amend,

    /// <summary>POST /orders/{orderId}/refunds.</summary>
    Refund,

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

    /// <summary>The analytics function processing a batch from Kinesis.</summary>
    KinesisBatch,

    /// <summary>The analytics function processing a batch from the table stream.</summary>
    TableBatch,

    /// <summary>The <c>import --rebuild</c> command.</summary>
    Import,

    /// <summary>The rebuild command.</summary>
    Rebuild,
}
