namespace Analytics.Core.Orders;

/// <summary>What a change by the API does to an order.</summary>
public enum ChangeKind
{
    /// <summary>The order was placed.</summary>
    Placed,

    /// <summary>Its lines were replaced.</summary>
    Amended,

    /// <summary>Some of what its lines cost was paid back, or units came back.</summary>
    Refunded,

    /// <summary>The order was cancelled.</summary>
    Cancelled,
}

/// <summary>Converts kinds of changes to and from their names on the wire.</summary>
public static class ChangeKindNames
{
    private static readonly string[] Names = ["placed", "amended", "refunded", "cancelled"];

    /// <summary>Returns the wire name of a kind.</summary>
    public static string ToWire(this ChangeKind kind) => Names[(int)kind];

    /// <summary>Parses the wire name of a kind. Case-sensitive.</summary>
    public static bool TryParse(string text, out ChangeKind kind)
    {
        var index = Array.IndexOf(Names, text);
        kind = (ChangeKind)Math.Max(index, 0);
        return index >= 0;
    }
}
