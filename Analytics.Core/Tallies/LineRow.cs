namespace Analytics.Core.Tallies;

/// <summary>A line as the table holds it.</summary>
internal struct LineRow
{
    public string Sku;

    /// <summary>The <see cref="NameHash"/> of the SKU.</summary>
    public int Hash;

    /// <summary>The length of the SKU in UTF-8.</summary>
    public int SkuBytes;
    public long Quantity;
    public long TotalMinor;
}
