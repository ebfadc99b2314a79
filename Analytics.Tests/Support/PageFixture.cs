using Analytics.Cli.Up;
using Analytics.Core.Orders;
using Analytics.Local.Web;

namespace Analytics.Tests.Support;

/// <summary>The product's page and currencies, as the commands pass them to the local host.</summary>
internal static class PageFixture
{
    /// <summary>The page, of a shop without further dimensions.</summary>
    public static SitePage Page { get; } = new(Path.Combine(Repository.Root, "page"), ["channel", "country"])
    {
        Reader = AccessParameters.OfBackOffice(),
    };

    /// <summary>The decimals of each currency.</summary>
    public static IReadOnlyDictionary<string, int> CurrencyDecimals { get; } =
        Currency.All.ToDictionary(currency => currency.Code, currency => currency.Exponent);
}
