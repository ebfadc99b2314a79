using System.Globalization;
using Analytics.Simulation.Running;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Steady;

/// <summary>
/// Generates the orders of a steady shop: one to five lines from a thousand items. An item's frequency is about 1/r for rank r. Most orders
/// are in dollars.
/// </summary>
/// <param name="random">Source of the orders.</param>
/// <param name="dimensions">Source of their channel and country; null for orders without these.</param>
internal sealed class SteadyCatalogue(Random random, Random? dimensions)
{
    private const int Skus = 1_000;
    private const int MaxLines = 5;
    private const double DollarRate = 0.85;

    public ShopTerms Terms(int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"CUST-{number:D6}"),
        random.Chance(DollarRate) ? "USD" : "EUR",
        [.. Enumerable.Range(0, random.Next(1, MaxLines + 1)).Select(_ => Line())])
    {
        Channel = Often("web", "app", "store", "phone"), Country = Often("de", "at", "ch", "fr", "nl"),
    };

    // The first is the most frequent.
    private string Often(params string[] values) =>
        dimensions is null ? "" : values[(int)(values.Length * Math.Pow(dimensions.NextDouble(), 2))];

    private ShopLine Line()
    {
        var rank = (int)Math.Pow(Skus, random.NextDouble());
        return new ShopLine(
            string.Create(CultureInfo.InvariantCulture, $"SKU-{rank:D5}"), random.Next(1, 5),
            Catalogue.Price(100 + (rank * 7919 % 20_000), 2));
    }
}
