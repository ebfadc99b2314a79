namespace Analytics.Cli.Demo;

/// <summary>An item that the shop sells.</summary>
/// <param name="Sku">Stock keeping unit.</param>
/// <param name="Name">Display name.</param>
/// <param name="Usd">Price in US dollars, with whole cents.</param>
internal sealed record CatalogueItem(string Sku, string Name, decimal Usd)
{
    /// <summary>The item's price in one of the shop's currencies, with the decimals of that currency.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shop does not sell in that currency.</exception>
    public decimal PriceIn(string currency) => currency switch
    {
        "USD" => Usd,
        "EUR" => decimal.Round(Usd * 0.92m, 2, MidpointRounding.AwayFromZero),
        "JPY" => decimal.Round(Usd * 15m, 0, MidpointRounding.AwayFromZero) * 10,
        _ => throw new ArgumentOutOfRangeException(nameof(currency), currency, "The shop sells in USD, EUR and JPY."),
    };
}
