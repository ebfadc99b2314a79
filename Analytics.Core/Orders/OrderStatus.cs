namespace Analytics.Core.Orders;

/// <summary>Where an order stands.</summary>
public enum OrderStatus
{
    /// <summary>It counts.</summary>
    Placed,

    /// <summary>It was taken back: it counts among the cancelled only.</summary>
    Cancelled,
}

/// <summary>The names of the statuses on the wire.</summary>
public static class OrderStatusNames
{
    /// <summary>The wire's name of a status.</summary>
    public static string ToWire(this OrderStatus status) => status switch
    {
        OrderStatus.Placed => "PLACED",
        OrderStatus.Cancelled => "CANCELLED",
        _ => throw new System.Diagnostics.UnreachableException($"Order status {status} has no name on the wire."),
    };

    /// <summary>Reads a status by its wire name in UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out OrderStatus status)
    {
        status = utf8.SequenceEqual("CANCELLED"u8) ? OrderStatus.Cancelled : OrderStatus.Placed;
        return status == OrderStatus.Cancelled || utf8.SequenceEqual("PLACED"u8);
    }

    /// <summary>Reads a status by its wire name.</summary>
    public static bool TryParse(string? text, out OrderStatus status)
    {
        status = text == "CANCELLED" ? OrderStatus.Cancelled : OrderStatus.Placed;
        return text is "PLACED" or "CANCELLED";
    }
}
