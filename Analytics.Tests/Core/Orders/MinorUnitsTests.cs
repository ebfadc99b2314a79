using System.Globalization;
using System.Text;
using Analytics.Core.Orders;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class MinorUnitsTests
{
    [Theory]
    [InlineData("12.5", 2, 1250)]
    [InlineData("12.50", 2, 1250)]
    [InlineData("12.500", 2, 1250)]
    [InlineData("125e-1", 2, 1250)]
    [InlineData("1.25E+1", 2, 1250)]
    [InlineData("0", 2, 0)]
    [InlineData("-0.00", 0, 0)]
    [InlineData("-0.01", 2, -1)]
    [InlineData("1e3", 0, 1000)]
    [InlineData("1000", 0, 1000)]
    [InlineData("0.001", 3, 1)]
    [InlineData("000000000000000000000000000001", 2, 100)]
    [InlineData("0e999", 2, 0)]
    [InlineData("999999999999999999", 0, 999999999999999999)]
    public void Decimal_numbers_are_read_exactly(string text, int exponent, long minor)
    {
        Assert.Equal((AmountReading.Exact, minor), (Read(text, exponent, out var read), read));
    }

    [Theory]
    [InlineData("12.345", 2, AmountReading.TooManyDecimals)]
    [InlineData("0.1", 0, AmountReading.TooManyDecimals)]
    [InlineData("1e-3", 2, AmountReading.TooManyDecimals)]
    [InlineData("1e-1000", 2, AmountReading.TooManyDecimals)]
    [InlineData("1e18", 2, AmountReading.TooLarge)]
    [InlineData("1e1000", 2, AmountReading.TooLarge)]
    [InlineData("9999999999999999999", 0, AmountReading.TooLarge)]
    [InlineData("", 2, AmountReading.NotANumber)]
    [InlineData("-", 2, AmountReading.NotANumber)]
    [InlineData(".", 2, AmountReading.NotANumber)]
    [InlineData("1.2.3", 2, AmountReading.NotANumber)]
    [InlineData("1e", 2, AmountReading.NotANumber)]
    [InlineData("1e99999999999", 2, AmountReading.NotANumber)]
    [InlineData("NaN", 2, AmountReading.NotANumber)]
    [InlineData("1,5", 2, AmountReading.NotANumber)]
    public void What_is_no_whole_number_of_minor_units_is_refused(string text, int exponent, AmountReading reading)
    {
        Assert.Equal(reading, Read(text, exponent, out _));
    }

    [Fact]
    public void What_is_written_reads_back() =>
        Gen.Select(Gen.Long[-999_999_999_999_999_999, 999_999_999_999_999_999], Gen.Int[0, 4]).Sample((minor, exponent) =>
            Read(MinorUnits.Format(minor, exponent), exponent, out var read) == AmountReading.Exact && read == minor);

    [Fact]
    public void What_is_written_is_the_number_that_decimal_arithmetic_gives() =>
        Gen.Select(Gen.Long, Gen.Int[0, 4]).Sample((minor, exponent) =>
            decimal.Parse(MinorUnits.Format(minor, exponent), CultureInfo.InvariantCulture) == minor / (decimal)Math.Pow(10, exponent));

    private static AmountReading Read(string text, int exponent, out long minor) =>
        MinorUnits.Read(Encoding.UTF8.GetBytes(text), exponent, out minor);
}
