namespace Analytics.Core.Tallies;

/// <summary>One order line in a <c>ChangeTable</c>. <c>Units</c> and <c>RevenueMinor</c> are what the line counts for.</summary>
internal struct LineRow
{
    public string Sku;

    /// <summary>The <see cref="NameHash"/> of the SKU.</summary>
    public int Hash;

    /// <summary>Length of the SKU in UTF-8, in bytes.</summary>
    public int SkuBytes;
    public long Units;

    /// <summary>Number of units that came back.</summary>
    public long Returned;
    public long RevenueMinor;
}
