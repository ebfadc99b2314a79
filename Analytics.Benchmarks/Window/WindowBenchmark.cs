using System.Diagnostics;
using System.Globalization;
using Analytics.Simulation.Steady;

namespace Analytics.Benchmarks.Window;

/// <summary>How does the batching window of the table stream trade latency against cost?</summary>
/// <remarks>
/// The product's functions and event source mappings run over simulated services and a simulated clock, so a rate that this machine could
/// not keep up with is measured like any other, and the same seed gives the same numbers on every machine.
/// </remarks>
internal sealed class WindowBenchmark(WindowBenchmarkOptions options, TextWriter output)
{
    private const int MinOrders = 6_000;

    // us-east-1, on demand: a million write units and read units.
    private const double WriteDollars = 0.625;
    private const double ReadDollars = 0.125;

    public int Run()
    {
        var begun = Stopwatch.GetTimestamp();
        var isExact = true;
        output.WriteLine(
            "Simulated time: functions take none of their own, and network latencies are drawn. Units and invocations are per order, "
                + "conflicts per 1,000 orders;");
        output.WriteLine(
            "dollars are for a million orders: units of the aggregates table.\n");
        output.WriteLine(
            "| orders/s | shards | window | orders | p50 ms | p99 ms | write units | read units | conflicts | invocations | dollars | "
                + "from table stream | totals |");
        output.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (var rate in options.Rates)
        {
            foreach (var shards in options.Shards)
            {
                foreach (var window in options.Windows)
                {
                    var result = SteadyShop.Run(new SteadyShopOptions
                    {
                        Rate = rate,
                        TableStreamShards = shards,
                        Window = TimeSpan.FromSeconds(window),
                        Length = TimeSpan.FromSeconds(Math.Max(options.Seconds, MinOrders / rate)),
                        Seed = options.Seed,
                        HasDimensions = options.HasDimensions,
                    });
                    isExact &= result.IsExact;
                    output.WriteLine(Row(rate, shards, window, result));
                    output.Flush();
                }
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nTook {Stopwatch.GetElapsedTime(begun).TotalMinutes:F1} minutes."));
        return isExact ? 0 : 1;
    }

    private static double Dollars(SteadyShopResult result) =>
        (result.WriteUnits * WriteDollars) + (result.ReadUnits * ReadDollars);

    private static string Row(double rate, int shards, int window, SteadyShopResult result)
    {
        double orders = result.Orders;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {rate} | {shards} | {window} s | {result.Orders:N0} | {result.LatencyP50.TotalMilliseconds:N0} | "
                + $"{result.LatencyP99.TotalMilliseconds:N0} "
            + $"| {result.WriteUnits / orders:F3} | {result.ReadUnits / orders:F3} | {1_000 * result.Conflicts / orders:F1} "
            + $"| {result.Invocations / orders:F3} | {Dollars(result) / orders:F2} | {100 * result.CountedByTableStream:F0}% | "
                + $"{(result.IsExact ? "exact" : "wrong")} |");
    }
}

/// <summary>What is to be measured.</summary>
/// <param name="Rates">Orders per second.</param>
/// <param name="Shards">Shards of the table stream.</param>
/// <param name="Windows">Batching windows in seconds.</param>
/// <param name="Seconds">How long orders arrive, in simulated time.</param>
/// <param name="Seed">Decides everything that is drawn.</param>
/// <param name="HasDimensions">Whether orders have two dimensions.</param>
internal sealed record WindowBenchmarkOptions(double[] Rates, int[] Shards, int[] Windows, int Seconds, int Seed, bool HasDimensions);
