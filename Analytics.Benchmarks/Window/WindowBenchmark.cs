using System.Diagnostics;
using System.Globalization;
using Analytics.Simulation.Steady;

namespace Analytics.Benchmarks.Window;

/// <summary>How does the batching window of the table stream trade latency against cost?</summary>
/// <remarks>
/// The product's functions and event source mappings run over simulated services and a simulated clock, so a rate that this machine could not keep
/// up with is measured like any other, and the same seed gives the same numbers on every machine.
/// </remarks>
internal sealed class WindowBenchmark(WindowBenchmarkOptions options, TextWriter output)
{
    private const int MinOrders = 1_000;

    public int Run()
    {
        var begun = Stopwatch.GetTimestamp();
        var isExact = true;
        output.WriteLine("Simulated time: functions take none of their own, and network latencies are drawn. Units, conflicts and calls are per order.\n");
        output.WriteLine(
            "| orders/s | shards | window | orders | p50 ms | p99 ms | write units | read units | conflicts per 1,000 | invocations | metric calls | by table stream | totals |");
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

    private static string Row(double rate, int shards, int window, SteadyShopResult result)
    {
        double orders = result.Orders;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {rate} | {shards} | {window} s | {result.Orders:N0} | {result.LatencyP50.TotalMilliseconds:N0} | {result.LatencyP99.TotalMilliseconds:N0} "
            + $"| {result.WriteUnits / orders:F3} | {result.ReadUnits / orders:F3} | {1_000 * result.Conflicts / orders:F1} "
            + $"| {result.Invocations / orders:F3} | {result.MetricCalls / orders:F3} | {result.CountedByTableStream:P0} | {(result.IsExact ? "exact" : "wrong")} |");
    }
}

/// <summary>What is to be measured.</summary>
/// <param name="Rates">Orders per second.</param>
/// <param name="Shards">Shards of the table stream.</param>
/// <param name="Windows">Batching windows in seconds.</param>
/// <param name="Seconds">How long orders arrive, in simulated time.</param>
/// <param name="Seed">Decides everything that is drawn.</param>
internal sealed record WindowBenchmarkOptions(double[] Rates, int[] Shards, int[] Windows, int Seconds, int Seed);
