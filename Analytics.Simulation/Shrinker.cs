using Analytics.Simulation.Shop;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation;

/// <summary>Shrinks a failing history: drops actions and disables faults as long as the run still fails.</summary>
/// <remarks>
/// Drops actions by delta debugging (Zeller, Hildebrandt, IEEE TSE 2002). A shortened history takes another path than the full one, so each
/// candidate gets several turns to fail.
/// </remarks>
internal sealed class Shrinker(int maxRuns)
{
    private const int Turns = 3;

    private int _runs;

    /// <summary>Shrinks a failing scenario. Deterministic: the same scenario always shrinks the same way.</summary>
    /// <returns>The shortest failing scenario found, with its failure.</returns>
    public SimulationResult Shrink(SimulationResult failure)
    {
        var length = int.MaxValue;
        while (failure.Scenario.Actions.Count < length && _runs < maxRuns)
        {
            length = failure.Scenario.Actions.Count;
            failure = WithFewerActions(WithFewerFaults(failure));
        }

        return WithFewerFaults(failure);
    }

    private SimulationResult WithFewerFaults(SimulationResult failure)
    {
        foreach (var fault in failure.Scenario.Faults.On)
        {
            failure = Try(failure.Scenario with { Faults = failure.Scenario.Faults.Without(fault) }) ?? failure;
        }

        return failure;
    }

    private SimulationResult WithFewerActions(SimulationResult failure)
    {
        for (var size = failure.Scenario.Actions.Count / 2; size >= 1; size /= 2)
        {
            // Starts at the end: later actions depend on earlier ones, rarely the reverse.
            for (var end = failure.Scenario.Actions.Count - 1; end > 0; end -= size)
            {
                var actions = failure.Scenario.Actions;
                var begin = Math.Max(0, end - size);
                failure = Try(failure.Scenario with { Actions = [.. actions.Take(begin), .. actions.Skip(end)] }) ?? failure;
            }
        }

        return failure;
    }

    /// <summary>Runs a scenario for several turns and returns the first failure; null if none fails.</summary>
    private SimulationResult? Try(Scenario scenario)
    {
        if (scenario.Actions is [] or [.., not ShopAction.Rest])
        {
            return null;
        }

        for (var turn = 0; turn < Turns && _runs < maxRuns; turn++)
        {
            _runs++;
            if (ScenarioRunner.Run(scenario with { Turn = turn }) is { Failure: not null } result)
            {
                return result;
            }
        }

        return null;
    }
}
