using Analytics.Simulation.Steady;
using Xunit;

namespace Analytics.Tests.Simulation;

/// <summary>The shop of the benchmark <c>window</c>: docs/performance.md.</summary>
public class SteadyShopTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 4)]
    public void A_short_run_counts_everything_exactly(int window, int shards)
    {
        var result = Run(rate: 10, window, seconds: 20, shards);

        Assert.True(result.IsExact);
        Assert.InRange(result.Orders, 100, 300);
        Assert.True(result.Cancellations > 0);
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers() =>
        Assert.Equal(Run(rate: 10, window: 0, seconds: 20), Run(rate: 10, window: 0, seconds: 20));

    [Fact]
    public void Without_a_window_orders_are_counted_sooner()
    {
        var (without, with) = (Run(rate: 20, window: 0, seconds: 60), Run(rate: 20, window: 2, seconds: 60));

        Assert.True(without.LatencyP50 <= TimeSpan.FromMilliseconds(150), $"p50 is {without.LatencyP50}");
        Assert.True(without.LatencyP99 <= TimeSpan.FromMilliseconds(350), $"p99 is {without.LatencyP99}");
        Assert.True(without.LatencyP50 < with.LatencyP50 / 2, $"{without.LatencyP50}, with a window {with.LatencyP50}");
    }

    // The goal is 1.6 from 10 orders per second on. At 100 it is not met, and docs/performance.md says why: these bounds only notice a step
    // backwards.
    [Theory]
    [InlineData(10, 60, 1.75)]
    [InlineData(100, 30, 2.5)]
    public void Without_a_window_an_order_costs_more_to_write_within_a_bound(double rate, int seconds, double bound)
    {
        var (without, with) = (Run(rate, window: 0, seconds), Run(rate, window: 2, seconds));

        var ratio = without.WriteUnits * (double)with.Orders / (with.WriteUnits * (double)without.Orders);
        Assert.True(
            ratio <= bound, $"{without.WriteUnits} units for {without.Orders} orders, with a window {with.WriteUnits} for {with.Orders}");
        Assert.True(without.IsExact && with.IsExact);
    }

    private static SteadyShopResult Run(double rate, int window, int seconds, int shards = 1) => SteadyShop.Run(new SteadyShopOptions
    {
        Rate = rate,
        Window = TimeSpan.FromSeconds(window),
        Length = TimeSpan.FromSeconds(seconds),
        TableStreamShards = shards,
    });
}
