namespace Analytics.Cli.Demo;

/// <summary>Draws what the shop's customers order, today and in the past.</summary>
internal static class Customers
{
    /// <summary>Draws an order.</summary>
    public static ShopOrder Draw(Random random)
    {
        var currency = random.NextDouble() switch { < 0.8 => "USD", < 0.95 => "EUR", _ => "JPY" };
        // One line is most common and five are rare. The same item may appear twice, as in real orders.
        var lines = 1 + (int)Math.Min(4, -Math.Log(1 - random.NextDouble()) * 1.2);
        return new ShopOrder(
            $"customer-{random.Next(1, 2_000):D4}", currency, [.. Enumerable.Range(0, lines).Select(_ => DrawLine(currency, random))])
        {
            Channel = random.NextDouble() switch { < 0.55 => "web", < 0.8 => "app", < 0.95 => "store", _ => "phone" },
            Country = currency switch
            {
                "JPY" => "jp",
                "EUR" => random.NextDouble() switch { < 0.6 => "de", < 0.85 => "fr", _ => "at" },
                _ => random.NextDouble() < 0.9 ? "us" : "de",
            },
        };
    }

    /// <summary>Draws a line of an order.</summary>
    public static BasketLine DrawLine(string currency, Random random)
    {
        var item = ShopCatalogue.Draw(random);
        return new BasketLine(item.Sku, random.NextDouble() < 0.7 ? 1 : random.Next(2, 6), item.PriceIn(currency));
    }
}
