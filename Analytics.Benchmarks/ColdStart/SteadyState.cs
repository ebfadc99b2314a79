using System.Globalization;
using Analytics.Benchmarks.Workloads;

namespace Analytics.Benchmarks.ColdStart;

/// <summary>What a change costs in a process of the analytics function that has been at work for a while.</summary>
/// <remarks>
/// A quarter of the changes come first, in batches of a tenth, and are not counted: the JIT compiler wants some 500 invocations to come to
/// its end.
/// </remarks>
internal static class SteadyState
{
    private const int WarmingBatchPart = 10;

    public static async Task MeasureAsync(
        List<(string Name, string Folder)> published, AwsStub aws, ColdStartOptions options, TextWriter output)
    {
        var shop = SampleShop.Changes(options.Orders, 10_000);
        var costs = published.ToDictionary(packaging => packaging.Name, _ => new List<Cost>());
        for (var round = 0; round < options.Rounds; round++)
        {
            // A busy shop of just now: 40,000 changes a minute, as orders of other times would be late or too old.
            var length = TimeSpan.FromMinutes(options.Orders / 40_000.0);
            var changes = FirstEvent.Recent(shop, DateTimeOffset.UtcNow, length);
            var warming = Payloads.Kinesis(changes[..(changes.Length / 4)], Math.Max(1, options.Batch / WarmingBatchPart));
            var batches = Payloads.Kinesis(changes[(changes.Length / 4)..], options.Batch);
            for (var turn = 0; turn < published.Count; turn++)
            {
                var (name, folder) = published[(turn + round) % published.Count];
                costs[name].Add(await CountAsync(folder, warming, batches, aws));
            }
        }

        var counted = options.Orders - options.Orders / 4;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, 
            $"\n{counted:N0} changes in batches of {options.Batch:N0} after {options.Orders / 4:N0} in smaller ones, {options.Rounds} "
                + $"processes; nanoseconds a change\n"));
        output.WriteLine("| packaging | processor, median | least | most | until the answer, median | resident |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (name, own) in costs)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, 
                $"| {name} | {ColdStartBenchmark.Median(own.Select(cost => cost.Processor)) / counted:N0} | "
                    + $"{own.Min(cost => cost.Processor) / counted:N0} | {own.Max(cost => cost.Processor) / counted:N0} | "
                    + $"{ColdStartBenchmark.Median(own.Select(cost => cost.Answer)) / counted:N0} | "
                    + $"{ColdStartBenchmark.Median(own.Select(cost => cost.Resident)):N0} |"));
        }
    }

    private static async Task<Cost> CountAsync(string folder, List<byte[]> warming, List<byte[]> batches, AwsStub aws)
    {
        await using var process = await FunctionProcess.StartAsync(ColdStartBenchmark.Function("analytics", folder, aws));
        var begun = await InvokeAllAsync(process, warming);
        var used = process.ProcessorTime();
        var ended = await InvokeAllAsync(process, batches);
        return new Cost((process.ProcessorTime() - used).TotalNanoseconds, (ended - begun).TotalNanoseconds, process.Memory().Resident);
    }

    private static async Task<TimeSpan> InvokeAllAsync(FunctionProcess process, List<byte[]> batches)
    {
        var at = TimeSpan.Zero;
        foreach (var batch in batches)
        {
            at = (await process.InvokeAsync(batch)).At;
        }

        return at;
    }

    /// <summary>
    /// What one process has used for all that counts: nanoseconds of processor and of time until the last answer, and megabytes.
    /// </summary>
    private readonly record struct Cost(double Processor, double Answer, double Resident);
}
