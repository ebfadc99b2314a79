using System.Globalization;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.Terms;

/// <summary>
/// Generates orders: some items often, others rarely, some free, and occasionally the largest amounts that the rules allow.
/// </summary>
internal sealed class Catalogue(Random random)
{
    private const double EnormousRate = 0.01;
    private const int Regulars = 20;

    private static readonly string[] Skus = ["tea", "coffee", "mug", "kettle", "spoon", "Zimtstern", "抹茶", "a b", "sku-9", "sku-10"];

    /// <summary>The currencies of orders that other writers may edit.</summary>
    public static IReadOnlyList<(string Code, int Decimals)> Currencies { get; } = [("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3),
        ("CLF", 4)];

    /// <summary>An order with exactly ten units, for shops in which every order has ten.</summary>
    public ShopTerms TenUnits(int number)
    {
        var (code, decimals) = random.Of(Currencies);
        return new ShopTerms(
            Customer(number), code,
            [.. Skus.Select(sku => new ShopLine(sku, 1, Price(decimals)))]);
    }

    public ShopTerms Terms(int number)
    {
        var (code, decimals) = Currencies[(int)(Currencies.Count * Math.Pow(random.NextDouble(), 2))];
        var lines = new ShopLine[random.Next(4) == 0 ? random.Next(1, 8) : 1];
        for (var index = 0; index < lines.Length; index++)
        {
            lines[index] = random.Chance(EnormousRate)
                ? new ShopLine(Sku(), 1_000_000, "1000000")
                : Discounted(new ShopLine(Sku(), random.Next(1, 9), Price(decimals)));
        }

        return new ShopTerms(Customer(number), code, lines)
        {
            Shipping = Charge(decimals), Tax = Charge(decimals), Channel = Channel(random), Country = Country(random),
        };
    }

    // Most have several orders. None has the name of a customer of marked orders, who are told apart by it.
    private static string Customer(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{(number % 3 == 0 ? "Ünal" : "regular")}-{number % Regulars}");

    // A third of the lines are discounted, by at most the price of one unit.
    private ShopLine Discounted(ShopLine line) => random.Next(3) > 0 ? line : line with { Discount = line.UnitPrice };

    // Three orders in four have no such charge.
    private string Charge(int decimals) => random.Next(4) > 0 ? "0" : Price(decimals);

    /// <summary>A channel: none for a third of the orders, mostly one of three, rarely one of more than are told apart.</summary>
    public static string Channel(Random random) => random.Next(12) switch
    {
        < 4 => "",
        < 8 => "web",
        < 10 => "App",
        10 => "store",
        _ => string.Create(CultureInfo.InvariantCulture, $"partner-{random.Next(60)}"),
    };

    /// <summary>A country; none for a third of the orders.</summary>
    public static string Country(Random random) => random.Of<string>(["", "", "de", "AT", "ch", "fr"]);

    /// <summary>A price as text, in the form used in a request.</summary>
    public static string Price(long minor, int decimals)
    {
        var digits = minor.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return decimals == 0 ? digits : $"{digits[..^decimals]}.{digits[^decimals..]}";
    }

    private string Sku() => Skus[(int)(Skus.Length * Math.Pow(random.NextDouble(), 2))];

    private string Price(int decimals) => Price(random.Next(8) == 0 ? 0 : random.Next(1, 200_000), decimals);
}
