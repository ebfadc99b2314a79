using Analytics.Core.Orders;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class CurrencyTests
{
    // ISO 4217 amendments 178 to 180.
    [Theory]
    [InlineData("XCG", 2)]
    [InlineData("XAD", 2)]
    [InlineData("ZWG", 2)]
    [InlineData("IQD", 3)]
    [InlineData("CLF", 4)]
    [InlineData("JPY", 0)]
    public void A_current_currency_has_its_decimals_and_takes_new_orders(string code, int decimals)
    {
        Assert.Equal(decimals, Currency.Parse(code).Exponent);
        Assert.NotNull(Placed(code, out _));
    }

    [Theory]
    [InlineData("BGN")]
    public void A_withdrawn_currency_is_read_and_takes_no_new_orders(string code)
    {
        Assert.NotNull(Currency.Parse(code).WithdrawnOn);
        Assert.NotNull(Order(code).CheckTerms(new FieldErrors()));
        Assert.Null(Placed(code, out var errors));
        Assert.Equal("#/currency must be a current currency; ISO 4217 withdrew BGN on 2026-01-01", errors.ToString());
    }

    // Withdrawn before the product's first release, or without minor units.
    [Theory]
    [InlineData("HRK")]
    [InlineData("ANG")]
    [InlineData("ZWL")]
    [InlineData("SLL")]
    [InlineData("CUC")]
    [InlineData("XXX")]
    [InlineData("XAU")]
    [InlineData("usd")]
    public void What_is_no_currency_of_the_table_is_refused(string code) => Assert.False(Currency.TryParse(code, out _));

    private static OrderTerms? Placed(string code, out FieldErrors errors) => Order(code).CheckNewTerms(
        errors = new FieldErrors(), Some.At("12:00"));

    private static OrderDocument Order(string code) =>
        new() { CustomerId = "c", Currency = code, Lines = [new LineDocument("tea", "1", "1")] };
}
