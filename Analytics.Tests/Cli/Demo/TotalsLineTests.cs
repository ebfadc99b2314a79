using Analytics.Cli.Demo;
using Xunit;

namespace Analytics.Tests.Cli.Demo;

public class TotalsLineTests
{
    [Fact]
    public void Numbers_are_grouped_and_currencies_have_their_signs()
    {
        var totals = new ShopTotals(1412, 19, 4210, new Dictionary<string, decimal>
        {
            ["EUR"] = 3_120m,
            ["JPY"] = 88_000m,
            ["KWD"] = 1.250m,
            ["USD"] = 48_210.55m,
        });

        Assert.Equal(
            "1,412 orders (19 cancelled)  4,210 units  $48,210.55  €3,120.00  ¥88,000  KWD 1.250  top: Espresso beans 1kg (88)",
            TotalsLine.Of(totals, new TopItem("COF-ESP-1000", 88)));
    }

    [Fact]
    public void Nothing_is_a_line_too() =>
        Assert.Equal("0 orders (0 cancelled)  0 units  ", TotalsLine.Of(ShopTotals.Empty, top: null));
}
