using Analytics.Cli.Demo;

namespace Analytics.Benchmarks.EndToEnd;

/// <summary>Orders of the demo's shop, priced so that the totals say which of them they hold.</summary>
/// <remarks>
/// An order has one of 192 places, by its number: a currency, and a power of four as its revenue in minor units. So what a currency's total
/// grows by has for each power a digit, which is how many orders of that place have come; up to three at a time are told apart.
/// </remarks>
internal sealed class CodedOrders(int seed)
{
    /// <summary>How many places there are; an order of a number has the place of the remainder.</summary>
    public const int Places = 192;

    private const int Powers = 12;
    private const int Base = 4;

    // All of two decimals.
    private static readonly string[] Currencies =
        ["USD", "EUR", "GBP", "CHF", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "RON", "TRY", "BRL", "MXN"];

    private readonly IEnumerator<ShopOrder> _orders = new Shop(new Random(seed)).Open().OfType<ShopEvent.Placement>()
        .Select(order => order.Body).GetEnumerator();

    /// <summary>The next orders, numbered from 0 on.</summary>
    public List<ShopOrder> Take(int count) => [.. Enumerable.Range(0, count).Select(Next)];

    /// <summary>How many orders of each place are in one total and not in another; null when more came than can be told apart.</summary>
    public static int[]? Between(ShopTotals before, ShopTotals after)
    {
        var counts = new int[Places];
        for (var currency = 0; currency < Currencies.Length; currency++)
        {
            var grown = (long)(
                100 * (after.Revenue.GetValueOrDefault(Currencies[currency]) - before.Revenue.GetValueOrDefault(Currencies[currency])));
            for (var power = 0; power < Powers; power++, grown /= Base)
            {
                counts[PlaceOf(currency, power)] = (int)(power == Powers - 1 ? grown : grown % Base);
            }
        }

        // A fourth one of a place looks like one of the next power.
        return counts.Sum() == after.Orders - before.Orders && counts.All(count => count >= 0) ? counts : null;
    }

    private ShopOrder Next(int number)
    {
        _orders.MoveNext();
        var place = number % Places;
        var price = (decimal)Math.Pow(Base, place / Currencies.Length) / 100;
        return _orders.Current with
        {
            Currency = Currencies[place % Currencies.Length],
            Lines = [.. _orders.Current.Lines.Select(
                (line, index) => index == 0 ? line with { Quantity = 1, UnitPrice = price } : line with { UnitPrice = 0 })],
        };
    }

    private static int PlaceOf(int currency, int power) => power * Currencies.Length + currency;
}
