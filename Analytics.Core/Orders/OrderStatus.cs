namespace Analytics.Core.Orders;

/// <summary>Status of an order.</summary>
public enum OrderStatus
{
    /// <summary>The order is placed and counts in orders, units and revenue.</summary>
    Placed,

    /// <summary>The order was cancelled. It counts only as cancelled.</summary>
    Cancelled,
}

/// <summary>Converts order statuses to and from their names on the wire.</summary>
public static class OrderStatusNames
{
    /// <summary>Returns the wire name of a status.</summary>
    /// <exception cref="System.Diagnostics.UnreachableException">The status is not a defined value.</exception>
    public static string ToWire(this OrderStatus status) => status switch
    {
        OrderStatus.Placed => "PLACED",
        OrderStatus.Cancelled => "CANCELLED",
        _ => throw new System.Diagnostics.UnreachableException($"Order status {status} has no name on the wire."),
    };

    /// <summary>Parses the wire name of a status in UTF-8. Case-sensitive.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out OrderStatus status)
    {
        status = utf8.SequenceEqual("CANCELLED"u8) ? OrderStatus.Cancelled : OrderStatus.Placed;
        return status == OrderStatus.Cancelled || utf8.SequenceEqual("PLACED"u8);
    }

    /// <summary>Parses the wire name of a status. Case-sensitive.</summary>
    public static bool TryParse(string? text, out OrderStatus status)
    {
        status = text == "CANCELLED" ? OrderStatus.Cancelled : OrderStatus.Placed;
        return text is "PLACED" or "CANCELLED";
    }
}
