namespace Analytics.Cli.Demo;

/// <summary>An event in the shop; a closed hierarchy of two.</summary>
/// <param name="At">Time since the shop opened.</param>
public abstract record ShopEvent(TimeSpan At)
{
    /// <summary>A customer places an order and may repeat the request or cancel the order.</summary>
    /// <param name="At">Time since the shop opened.</param>
    /// <param name="Number">Sequence number, starting at 1.</param>
    /// <param name="Body">The order.</param>
    /// <param name="ReplayAfter">Delay between acceptance and a repetition of the same request; null for none.</param>
    /// <param name="CancelAfter">Delay between acceptance and cancellation; null for none.</param>
    public sealed record Placement(TimeSpan At, long Number, ShopOrder Body, TimeSpan? ReplayAfter, TimeSpan? CancelAfter) : ShopEvent(At);

    /// <summary>A client sends a request that the API must reject with status 400.</summary>
    /// <param name="At">Time since the shop opened.</param>
    /// <param name="Fault">What is wrong with the request.</param>
    /// <param name="Body">The request body.</param>
    public sealed record BadRequest(TimeSpan At, string Fault, string Body) : ShopEvent(At);
}
