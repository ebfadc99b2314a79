using System.Globalization;
using Analytics.Simulation.Injection;

namespace Analytics.Simulation;

/// <summary>Reports a failing seed: the failure, the shortest history found that still fails, and a full log of its run.</summary>
internal static class FailureReport
{
    private const int MaxRunsToShrink = 2_000;

    public static async Task WriteAsync(SimulationResult failure, TextWriter output)
    {
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Seed {failure.Scenario.Seed} fails: {failure.Failure}"));
        var shortest = new Shrinker(MaxRunsToShrink).Shrink(failure);
        var scenario = shortest.Scenario;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"\nThe shortest history that still fails has {scenario.Actions.Count} of {failure.Scenario.Actions.Count} actions, and "
                + $"these faults: {Join(scenario.Faults.On)}."));
        foreach (var action in scenario.Actions)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  +{action.At:c}  {action}"));
        }

        await output.WriteLineAsync("\nWhat happens:");
        var again = ScenarioRunner.Run(scenario, line => output.WriteLine($"  {line}"));
        await output.WriteLineAsync($"\nIt fails: {again.Failure}");
    }

    private static string Join(IEnumerable<Fault> faults) => string.Join(", ", faults) is { Length: > 0 } some ? some : "none";
}
