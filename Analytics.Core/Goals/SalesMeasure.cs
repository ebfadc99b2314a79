namespace Analytics.Core.Goals;

/// <summary>What of a shop's sales is measured.</summary>
public enum SalesMeasure
{
    /// <summary>Orders that are placed and not cancelled.</summary>
    Orders,

    /// <summary>Units in these orders.</summary>
    Units,

    /// <summary>Revenue of these orders, in one currency.</summary>
    Revenue,
}

/// <summary>Converts measures to and from their names, which are those of the totals that they measure.</summary>
public static class SalesMeasureNames
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<SalesMeasure>().Select(ToWire)];

    /// <summary>Returns the name of a measure.</summary>
    /// <exception cref="System.Diagnostics.UnreachableException">The measure is not a defined value.</exception>
    public static string ToWire(this SalesMeasure measure) => measure switch
    {
        SalesMeasure.Orders => "orders",
        SalesMeasure.Units => "units",
        SalesMeasure.Revenue => "revenue",
        _ => throw new System.Diagnostics.UnreachableException($"The measure {measure} has no name on the wire."),
    };

    /// <summary>Parses the name of a measure; null if no measure has it. Case-sensitive.</summary>
    public static SalesMeasure? Parse(string? text) => text switch
    {
        "orders" => SalesMeasure.Orders,
        "units" => SalesMeasure.Units,
        "revenue" => SalesMeasure.Revenue,
        _ => null,
    };
}
