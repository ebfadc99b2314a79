using Analytics.Core.Orders;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.Terms;

/// <summary>Generates order terms whose amounts identify each order, and its current amendment, within a sum of many orders.</summary>
/// <remarks>
/// Each order owns five bits of the minor units of a currency. Its total there is a number from 6 to 10, a different one for each
/// amendment. So no two totals add up to a third, and up to three at once do not overflow into the bits of the next order.
/// </remarks>
internal sealed class MarkedTerms(Random random, bool tenUnits)
{
    /// <summary>Number of bits per order.</summary>
    public const int Bits = 5;

    /// <summary>Number of orders that share a currency.</summary>
    public const int OrdersOfCurrency = 8;

    /// <summary>Maximum number of amendments that remain identifiable.</summary>
    public const int MaxAmendments = 4;

    private const int LowestTotal = 6;
    private const double FreeLineRate = 0.1;

    private static readonly string[] Skus = ["tea", "coffee", "mug", "kettle", "spoon", "Zimtstern", "抹茶", "a b", "sku-9", "sku-10"];

    /// <summary>The currencies of marked orders: all current ones except those that unmarked orders use.</summary>
    public static IReadOnlyList<Currency> Currencies { get; } =
        [.. Currency.All.Where(currency => currency.WithdrawnOn is null
            && !Catalogue.Currencies.Any(other => other.Code == currency.Code)).Order()];

    // With ten units per order, each order's bits come from the price alone, so a currency has room for fewer orders.
    private int OrdersInOne => tenUnits ? OrdersOfCurrency / 2 : OrdersOfCurrency;

    /// <summary>Whether a mark is available for an order.</summary>
    public bool Has(int number) => number < Currencies.Count * OrdersInOne;

    /// <summary>The terms of an order.</summary>
    /// <param name="number">Number of the order, in the order of placement.</param>
    /// <param name="amendment">0 for the placement, then the number of the amendment.</param>
    /// <param name="before">The terms before the amendment; null for the placement.</param>
    public ShopTerms Terms(int number, int amendment, ShopTerms? before)
    {
        var mark = new OrderMark(Currencies[number / OrdersInOne % Currencies.Count].Code, number % OrdersInOne);
        var currency = Currency.Parse(mark.Currency);
        var total = LowestTotal + amendment;
        var lines = tenUnits ? TenUnits(total, mark, currency, before) : Lines(total, mark, currency);
        return new ShopTerms($"c-{number}", mark.Currency, lines)
        {
            Mark = mark, Channel = Catalogue.Channel(random), Country = Catalogue.Country(random),
        };
    }

    private List<ShopLine> Lines(int total, OrderMark mark, Currency currency)
    {
        var lines = new List<ShopLine>();
        for (var left = total; left > 0;)
        {
            var weight = random.Next(3) > 0 ? left : random.Next(1, left + 1);
            lines.Add(Line(weight, mark, currency));
            left -= weight;
        }

        if (random.Chance(FreeLineRate))
        {
            lines.Add(new ShopLine(random.Of(Skus), random.Next(1, 9), "0"));
        }

        return lines;
    }

    private ShopLine Line(int weight, OrderMark mark, Currency currency)
    {
        // A power of two goes into the quantity and the rest into the price.
        var shift = Math.Min(random.Next(0, 4), Bits * mark.Place);
        while ((long)weight << (Bits * mark.Place - shift) > OrderRules.UnitPriceMaxMinor(currency))
        {
            shift++;
        }

        return new ShopLine(random.Of(Skus), 1L << shift, Catalogue.Price((long)weight << (Bits * mark.Place - shift), currency.Exponent));
    }

    /// <summary>One unit of each item. An amendment moves one unit from an item to another.</summary>
    private List<ShopLine> TenUnits(int total, OrderMark mark, Currency currency, ShopTerms? before)
    {
        var units = Skus.Select(sku => before is null ? 1
            : before.Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity)).ToArray();
        if (before is not null)
        {
            var from = random.Of(Enumerable.Range(0, units.Length).Where(sku => units[sku] > 0).ToList());
            units[from]--;
            units[(from + random.Next(1, units.Length)) % units.Length]++;
        }

        var lines = new List<ShopLine>();
        var left = total;
        foreach (var sku in Enumerable.Range(0, units.Length).Where(sku => units[sku] > 0).OrderByDescending(sku => units[sku]))
        {
            var isPaid = units[sku] <= left;
            left -= isPaid ? (int)units[sku] : 0;
            lines.Add(new ShopLine(Skus[sku], units[sku], isPaid ? Catalogue.Price(1L << (Bits * mark.Place), currency.Exponent) : "0"));
        }

        return left == 0 ? lines : throw new InvalidOperationException("Ten units did not make the total.");
    }
}

/// <summary>The position of an order's bits: the currency and the place within its minor units.</summary>
internal readonly record struct OrderMark(string Currency, int Place);
