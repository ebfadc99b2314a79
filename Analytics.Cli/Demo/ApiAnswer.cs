namespace Analytics.Cli.Demo;

/// <summary>How a request to the API ended: a closed set of three.</summary>
public abstract record ApiAnswer<T>
{
    private ApiAnswer()
    {
    }

    /// <summary>Status 2xx, with what it says.</summary>
    public sealed record Ok(T Value) : ApiAnswer<T>;

    /// <summary>A status that asking again would not change.</summary>
    public sealed record Refused(int Status, string Detail) : ApiAnswer<T>;

    /// <summary>No answer, or one that says to try again (429, 5xx). Whether the request had its effect is not known.</summary>
    public sealed record Unavailable(string Reason) : ApiAnswer<T>;
}

/// <summary>What the demo needs of an order in an answer.</summary>
public sealed record PlacedOrder(string OrderId, string Status, DateTimeOffset PlacedAt);

/// <summary>The answer of <c>GET /aggregates/totals</c>.</summary>
public sealed record WindowTotals(
    DateTimeOffset From, DateTimeOffset To, long Orders, long Cancelled, long Units, IReadOnlyDictionary<string, decimal> Revenue)
{
    /// <summary>The numbers without the window.</summary>
    public ShopTotals Totals => new(Orders, Cancelled, Units, Revenue);
}

/// <summary>One item of the answer of <c>GET /aggregates/items</c>.</summary>
public sealed record TopItem(string Sku, long Units);
