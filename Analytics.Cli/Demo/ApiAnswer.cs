namespace Analytics.Cli.Demo;

/// <summary>The outcome of an API request; a closed hierarchy of three.</summary>
public abstract record ApiAnswer<T>
{
    private ApiAnswer()
    {
    }

    /// <summary>Status 2xx with its content.</summary>
    public sealed record Ok(T Value) : ApiAnswer<T>;

    /// <summary>A status that a retry would not change.</summary>
    public sealed record Refused(int Status, string Detail) : ApiAnswer<T>;

    /// <summary>No response, or one that asks for a retry (429, 5xx). The request may or may not have taken effect.</summary>
    public sealed record Unavailable(string Reason) : ApiAnswer<T>;
}

/// <summary>The properties of an order response that the demo needs.</summary>
public sealed record OrderReceipt(string OrderId, string Status, DateTimeOffset PlacedAt);

/// <summary>Response of <c>GET /aggregates/totals</c>.</summary>
public sealed record WindowTotals(
    DateTimeOffset From, DateTimeOffset To, long Orders, long Cancelled, long Units, IReadOnlyDictionary<string, decimal> Revenue)
{
    /// <summary>The totals without the window.</summary>
    public ShopTotals Totals => new(Orders, Cancelled, Units, Revenue);
}

/// <summary>One item in the response of <c>GET /aggregates/items</c>.</summary>
public sealed record TopItem(string Sku, long Units);
