using System.Text.Json;

namespace Analytics.Cli.Demo;

/// <summary>
/// Generates the events of a small shop from a random source. Uses no clock and no network: equal seeds give equal events.
/// </summary>
public sealed class Shop(Random random)
{
    private const double OrdersPerSecond = 4;
    private const double OrdersPerSecondInBurst = 25;
    private const double SecondsBetweenBursts = 40;
    private const double CancelledShare = 0.05;
    private const double ReplayedShare = 0.03;
    private const double BadShare = 0.01;

    /// <summary>An endless sequence of events since the opening, ordered by time.</summary>
    public IEnumerable<ShopEvent> Open()
    {
        var at = TimeSpan.Zero;
        var number = 0L;
        var inBurst = false;
        var change = NextChange(at, inBurst);
        while (true)
        {
            var next = at + Exponential(1 / (inBurst ? OrdersPerSecondInBurst : OrdersPerSecond));
            if (next >= change)
            {
                // Exponential arrivals are memoryless, so drawing again from the time of the change is exact.
                at = change;
                inBurst = !inBurst;
                change = NextChange(at, inBurst);
                continue;
            }

            at = next;
            yield return random.NextDouble() < BadShare ? Bad(at) : Order(at, ++number);
        }
    }

    private TimeSpan NextChange(TimeSpan at, bool inBurst) =>
        at + (inBurst ? Between(3, 7) : Exponential(SecondsBetweenBursts));

    private ShopEvent.Placement Order(TimeSpan at, long number)
    {
        var order = Customers.Draw(random);
        TimeSpan? replayAfter = random.NextDouble() < ReplayedShare ? Between(0.1, 3) : null;
        TimeSpan? cancelAfter = random.NextDouble() < CancelledShare ? Between(2, 20) : null;
        return new ShopEvent.Placement(at, number, order, replayAfter, cancelAfter);
    }

    private ShopEvent.BadRequest Bad(TimeSpan at)
    {
        var order = Customers.Draw(random);
        var good = JsonSerializer.Serialize(order, JsonSerializerOptions.Web);
        return random.Next(3) switch
        {
            0 => new(
                at, "a currency that does not exist", JsonSerializer.Serialize(order with { Currency = "XYZ" }, JsonSerializerOptions.Web)),
            1 => new(at, "a negative quantity", JsonSerializer.Serialize(
                order with { Lines = [order.Lines[0] with { Quantity = -1 }] }, JsonSerializerOptions.Web)),
            _ => new(at, "broken JSON", good[..random.Next(1, good.Length)]),
        };
    }

    private TimeSpan Exponential(double meanSeconds) => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) * meanSeconds);

    private TimeSpan Between(double seconds, double maxSeconds) =>
        TimeSpan.FromSeconds(seconds + random.NextDouble() * (maxSeconds - seconds));
}
