using System.Collections.Frozen;

namespace Analytics.Cli.Demo;

/// <summary>The items that the shop sells, most popular first.</summary>
internal static class ShopCatalogue
{
    // Zipf exponent: how fast demand falls with rank. Real catalogues are near 1.
    private const double Skew = 0.9;

    public static readonly IReadOnlyList<CatalogueItem> Items =
    [
        new("COF-ESP-1000", "Espresso beans 1kg", 24.90m),
        new("COF-FIL-0500", "Filter coffee 500g", 11.50m),
        new("TEA-EGR-0100", "Earl Grey 100g", 8.20m),
        new("CHO-DRK-0085", "Dark chocolate 85%", 3.95m),
        new("COF-DEC-0500", "Decaf beans 500g", 13.40m),
        new("MUG-STO-0350", "Stoneware mug 350ml", 14.00m),
        new("PAP-FIL-0100", "Paper filters, 100", 4.50m),
        new("TEA-SEN-0200", "Sencha 200g", 17.80m),
        new("MLK-OAT-1000", "Oat drink 1l", 2.75m),
        new("SUG-CAN-0500", "Cane sugar 500g", 3.20m),
        new("CAN-BEE-0200", "Beeswax candle", 9.90m),
        new("HON-ACA-0500", "Acacia honey 500g", 10.60m),
        new("BIS-ALM-0250", "Almond biscuits 250g", 5.40m),
        new("PRS-FRE-1000", "French press 1l", 34.00m),
        new("TEA-CHA-0100", "Masala chai 100g", 7.90m),
        new("GRI-HND-0001", "Hand grinder", 79.00m),
        new("COF-COL-0250", "Cold brew blend 250g", 9.80m),
        new("MOK-ALU-0003", "Moka pot, 3 cups", 32.50m),
        new("SCL-DIG-0001", "Brewing scale", 49.00m),
        new("KET-GOO-0001", "Gooseneck kettle", 64.90m),
        new("JAM-APR-0340", "Apricot jam 340g", 6.10m),
        new("OIL-OLV-0750", "Olive oil 750ml", 18.90m),
        new("TEA-ROO-0200", "Rooibos 200g", 9.10m),
        new("CUP-ESP-0006", "Espresso cups, 6", 42.00m),
        new("THM-STE-0750", "Steel flask 750ml", 38.50m),
        new("SYR-VAN-0250", "Vanilla syrup 250ml", 8.70m),
        new("APR-LIN-0001", "Linen apron", 36.00m),
        new("TOW-COT-0003", "Tea towels, 3", 21.00m),
        new("MAT-WHI-0001", "Matcha whisk", 19.50m),
        new("TEA-MAT-0040", "Ceremonial matcha 40g", 33.00m),
        new("CLE-DES-0250", "Descaler 250ml", 7.30m),
        new("SPO-WOO-0004", "Wooden spoons, 4", 12.80m),
        new("BOW-CER-0002", "Ceramic bowls, 2", 28.40m),
        new("GIF-BOX-0001", "Tasting box", 55.00m),
        new("GIF-CRD-0050", "Gift card 50", 50.00m),
        new("FRO-MLK-0001", "Milk frother", 89.00m),
        new("TEA-SET-0001", "Cast-iron teapot", 94.50m),
        new("MAC-ESP-0001", "Espresso machine", 649.00m),
        new("GRI-ELE-0001", "Electric grinder", 289.00m),
        new("SUB-YEA-0001", "Coffee for a year", 298.80m),
    ];

    private static readonly FrozenDictionary<string, CatalogueItem> BySku = Items.ToFrozenDictionary(item => item.Sku);

    private static readonly double[] CumulativeDemand = Cumulative();

    /// <summary>Draws an item; popular items are more likely.</summary>
    public static CatalogueItem Draw(Random random)
    {
        var at = Array.BinarySearch(CumulativeDemand, random.NextDouble() * CumulativeDemand[^1]);
        return Items[Math.Min(at < 0 ? ~at : at, Items.Count - 1)];
    }

    /// <summary>The display name of a SKU; the SKU itself if the shop does not sell it.</summary>
    public static string NameOf(string sku) => BySku.TryGetValue(sku, out var item) ? item.Name : sku;

    private static double[] Cumulative()
    {
        var sum = 0.0;
        return [.. Items.Select((_, rank) => sum += Math.Pow(rank + 1, -Skew))];
    }
}
