using System.Globalization;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Shop;

namespace Analytics.Simulation;

/// <summary>Runs <c>./simulate</c> and reports progress and results.</summary>
internal sealed class SimulateSession(SimulateOptions options, TextWriter output, TextWriter progress, TimeProvider time)
{
    /// <summary>Exit code: no seed failed.</summary>
    public const int Passed = 0;

    /// <summary>Exit code: a seed failed.</summary>
    public const int Failed = 1;

    // Number of failing seeds reported in full; the others are only listed.
    private const int MaxReports = 3;

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    public async Task<int> RunAsync(CancellationToken cancellationToken) =>
        options.Seed is { } seed ? await TellAsync(seed) : await SoakAsync(cancellationToken);

    private Scenario ScenarioOf(int seed) => Scenario.Of(seed, options.Changes, options.Faults, options.GuardRemoval);

    private async Task<int> TellAsync(int seed)
    {
        var result = ScenarioRunner.Run(ScenarioOf(seed), output.WriteLine);
        await output.WriteLineAsync(
            Line($"\n{result.Steps:N0} steps in {result.Length:c} of the world's time; digest {result.Digest:x16}."));
        if (result.Failure is null)
        {
            await output.WriteLineAsync(Line($"Seed {seed}: everything is as it must be."));
            return Passed;
        }

        await FailureReport.WriteAsync(result, output);
        return Failed;
    }

    private async Task<int> SoakAsync(CancellationToken cancellationToken)
    {
        var soak = new Soak(ScenarioOf);
        var failures = new List<SimulationResult>();
        var begun = time.GetTimestamp();
        var told = begun;
        var done = 0;
        soak.Run(
            options.First, options.Seeds,
            result =>
            {
                done++;
                if (result.Failure is not null)
                {
                    failures.Add(result);
                    progress.WriteLine(Line($"Seed {result.Scenario.Seed} fails: {result.Failure}"));
                }

                if (time.GetElapsedTime(told) >= ProgressInterval)
                {
                    told = time.GetTimestamp();
                    progress.WriteLine(ProgressLine(done, failures.Count, time.GetElapsedTime(begun)));
                }
            },
            cancellationToken);
        await output.WriteLineAsync(ProgressLine(done, failures.Count, time.GetElapsedTime(begun)));
        await output.WriteLineAsync(string.Join(", ", Enum.GetValues<Fault>().Select(fault => Line($"{fault} {soak[fault]:N0}"))));
        await output.WriteLineAsync($"{soak.Evidence}.");
        await output.WriteLineAsync($"\n{soak.Pairs.Markdown()}");
        failures.Sort((one, other) => one.Scenario.Seed.CompareTo(other.Scenario.Seed));
        foreach (var failure in failures.Take(MaxReports))
        {
            await output.WriteLineAsync();
            await FailureReport.WriteAsync(failure, output);
        }

        if (failures.Count > 0)
        {
            await output.WriteLineAsync($"\nFailing seeds: {string.Join(' ', failures.Select(failure => failure.Scenario.Seed))}");
        }

        return failures.Count == 0 ? Passed : Failed;
    }

    private string ProgressLine(int done, int failed, TimeSpan elapsed) =>
        Line($"{done:N0} of {options.Seeds:N0} seeds, {failed} failed, {done / elapsed.TotalSeconds:N1} a second");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
