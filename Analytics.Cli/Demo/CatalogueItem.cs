namespace Analytics.Cli.Demo;

/// <summary>One thing the shop sells.</summary>
/// <param name="Sku">Its stock keeping unit.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Usd">Its price in US dollars, whole cents.</param>
internal sealed record CatalogueItem(string Sku, string Name, decimal Usd)
{
    /// <summary>The shop's price in one of its currencies, with the decimals that the currency has.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shop does not sell in that currency.</exception>
    public decimal PriceIn(string currency) => currency switch
    {
        "USD" => Usd,
        "EUR" => decimal.Round(Usd * 0.92m, 2, MidpointRounding.AwayFromZero),
        "JPY" => decimal.Round(Usd * 15m, 0, MidpointRounding.AwayFromZero) * 10,
        _ => throw new ArgumentOutOfRangeException(nameof(currency), currency, "The shop sells in USD, EUR and JPY."),
    };
}
