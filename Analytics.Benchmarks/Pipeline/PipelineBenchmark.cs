using System.Diagnostics;
using System.Globalization;
using Analytics.Benchmarks.Workloads;

namespace Analytics.Benchmarks.Pipeline;

/// <summary>What does an order cost on its way from the invocation's bytes to the tallies, here and done otherwise?</summary>
/// <remarks>
/// Every way does the whole work on the same changes and must come to the same sums before anything is timed. Then each makes a number
/// of passes in one process, taking turns, and each pass begins with nothing but warm code.
/// </remarks>
internal static class PipelineBenchmark
{
    private const string Product = "product";
    private const string Walk = "limit: Utf8JsonReader";

    public static void Run(PipelineOptions options, TextWriter output)
    {
        var changes = SampleShop.Changes(options.Orders, options.Skus);
        var kinesis = Payloads.Kinesis(changes, options.Batch);
        var unusual = Payloads.Unusual(changes, options.Batch);
        var streams = Payloads.Streams(changes, options.Batch);
        Contender[] all =
        [
            new(Product, () => new ProductWay(ProductStage.Whole), kinesis),
            new("product, up to the deltas", () => new ProductWay(ProductStage.Counted), kinesis),
            new("product, reading only", () => new ProductWay(ProductStage.Read), kinesis),
            new("product, unusual events", () => new ProductWay(ProductStage.Whole), unusual),
            new("product, stream images", () => new ProductWay(ProductStage.Whole), streams),
            new("usual way", () => new UsualWay(), kinesis),
            new("plain Rx", () => new PlainRxWay(), kinesis),
            new("DuckDB", () => new DuckDbWay(), kinesis),
            new(Walk, () => new WalkWay(), kinesis),
            new("limit: reader, unusual", () => new WalkWay(), unusual),
            new("limit: base64", () => new Base64Way(), kinesis),
        ];
        var contenders = all.Where(contender => options.Only.Count == 0 || contender.Name is Product or Walk
            || options.Only.Any(only => contender.Name.Contains(only, StringComparison.OrdinalIgnoreCase))).ToList();

        Check(contenders);
        Write(contenders, Measure(contenders, options), options, output);
    }

    private static Dictionary<string, List<Cost>> Measure(List<Contender> contenders, PipelineOptions options)
    {
        var times = contenders.ToDictionary(contender => contender.Name, _ => new List<Cost>());
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                // None always follows the same other.
                var contender = contenders[(turn + round) % contenders.Count];
                times[contender.Name].Add(Measure(contender, options.Orders));
            }
        }

        return times;
    }

    // Also what makes the code warm.
    private static void Check(List<Contender> contenders)
    {
        string? expected = null;
        foreach (var contender in contenders)
        {
            using var way = Pass(contender, out _);
            if (way.Result()?.ToString() is { } sums)
            {
                expected ??= sums;
                if (sums != expected)
                {
                    throw new InvalidOperationException($"{contender.Name} comes to other sums than {contenders[0].Name}.");
                }
            }
        }
    }

    private static Cost Measure(Contender contender, int orders)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var way = Pass(contender, out var time);
        return new Cost(time.TotalNanoseconds / orders, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)orders);
    }

    // Each payload is copied before its time begins: it lies in the cache then, as if the runtime had just received it.
    private static Way Pass(Contender contender, out TimeSpan time)
    {
        var buffer = new byte[contender.Payloads.Max(payload => payload.Length)];
        var way = contender.Create();
        var ticks = 0L;
        foreach (var payload in contender.Payloads)
        {
            payload.CopyTo(buffer, 0);
            var begun = Stopwatch.GetTimestamp();
            way.Process(buffer.AsMemory(0, payload.Length));
            ticks += Stopwatch.GetTimestamp() - begun;
        }

        var finishing = Stopwatch.GetTimestamp();
        way.Finish();
        time = Stopwatch.GetElapsedTime(finishing - ticks, Stopwatch.GetTimestamp());
        return way;
    }

    private static void Write(List<Contender> contenders, Dictionary<string, List<Cost>> costs, PipelineOptions options, TextWriter output)
    {
        var (product, walk) = (Median(costs[Product]), Median(costs[Walk]));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, 
            $"{options.Orders:N0} changes, {options.Skus:N0} SKUs, batches of {options.Batch:N0}; nanoseconds a change over "
                + $"{options.Rounds} passes\n"));
        output.WriteLine("| way | median | least | most | of the product's | of the reader's walk | managed bytes |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var contender in contenders)
        {
            var own = costs[contender.Name];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {contender.Name} | {Median(own):N0} | {own.Min(cost => cost.Time):N0} | {own.Max(cost => cost.Time):N0} | "
                    + $"{Median(own) / product:F2} | {Median(own) / walk:F2} | {own[^1].Bytes:N0} |"));
        }
    }

    private static double Median(List<Cost> costs)
    {
        var sorted = costs.Select(cost => cost.Time).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private sealed record Contender(string Name, Func<Way> Create, List<byte[]> Payloads);

    /// <summary>What a change cost in one pass: nanoseconds, and bytes allocated.</summary>
    private readonly record struct Cost(double Time, double Bytes);
}

/// <summary>What is to be measured.</summary>
/// <param name="Orders">How many changes.</param>
/// <param name="Skus">How many items the shop has.</param>
/// <param name="Batch">How many records an invocation has.</param>
/// <param name="Rounds">How many passes each way makes.</param>
/// <param name="Only">Parts of the names of the ways that take part beside the product and the reader's walk; all when empty.</param>
internal sealed record PipelineOptions(int Orders, int Skus, int Batch, int Rounds, IReadOnlyList<string> Only);
