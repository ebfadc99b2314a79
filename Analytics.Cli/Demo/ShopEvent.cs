namespace Analytics.Cli.Demo;

/// <summary>What happens in the shop: a closed set of two.</summary>
/// <param name="At">When, counted from the shop's opening.</param>
public abstract record ShopEvent(TimeSpan At)
{
    /// <summary>A customer orders, and perhaps repeats the request or takes the order back.</summary>
    /// <param name="At">When, counted from the shop's opening.</param>
    /// <param name="Number">1 for the first order, then one more each.</param>
    /// <param name="Body">What is ordered.</param>
    /// <param name="ReplayAfter">How long after its acceptance the same request is sent again; null for not at all.</param>
    /// <param name="CancelAfter">How long after its acceptance it is cancelled; null for not at all.</param>
    public sealed record Order(TimeSpan At, long Number, ShopOrder Body, TimeSpan? ReplayAfter, TimeSpan? CancelAfter) : ShopEvent(At);

    /// <summary>A client sends what the API must refuse with status 400.</summary>
    /// <param name="At">When, counted from the shop's opening.</param>
    /// <param name="Fault">What is wrong with it.</param>
    /// <param name="Body">The body of the request.</param>
    public sealed record BadRequest(TimeSpan At, string Fault, string Body) : ShopEvent(At);
}
