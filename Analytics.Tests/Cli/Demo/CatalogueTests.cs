using Analytics.Cli.Demo;
using Xunit;

namespace Analytics.Tests.Cli.Demo;

public class CatalogueTests
{
    [Fact]
    public void Items_are_all_different()
    {
        Assert.Equal(ShopCatalogue.Items.Count, ShopCatalogue.Items.Select(item => item.Sku).Distinct().Count());
        Assert.Equal(ShopCatalogue.Items.Count, ShopCatalogue.Items.Select(item => item.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("USD", "24.90")]
    [InlineData("EUR", "22.91")]
    [InlineData("JPY", "3740")]
    public void Prices_have_the_decimals_of_their_currency(string currency, string expected) =>
        Assert.Equal(expected, new CatalogueItem("COF", "Coffee", 24.90m).PriceIn(currency).ToString());

    [Fact]
    public void An_unknown_sku_is_its_own_name() =>
        Assert.Equal(("Espresso beans 1kg", "tea"), (ShopCatalogue.NameOf("COF-ESP-1000"), ShopCatalogue.NameOf("tea")));
}
