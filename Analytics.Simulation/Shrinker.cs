using Analytics.Simulation.Shop;

namespace Analytics.Simulation;

/// <summary>Finds the shortest history that still fails: leaves out actions and switches off faults as long as something fails.</summary>
/// <remarks>
/// The actions are left out by delta debugging (Zeller, Hildebrandt, IEEE TSE 2002). What is left of a history goes another way than
/// the whole did, so each shorter one gets a few turns to fail.
/// </remarks>
internal sealed class Shrinker(int maxRuns)
{
    private const int Turns = 3;

    private int _runs;

    /// <summary>Shortens a scenario that fails. The same one is shortened the same way every time.</summary>
    /// <returns>The shortest that was found, with its failure.</returns>
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
            // From the end: what comes later depends on what came before, seldom the other way round.
            for (var end = failure.Scenario.Actions.Count - 1; end > 0; end -= size)
            {
                var actions = failure.Scenario.Actions;
                var begin = Math.Max(0, end - size);
                failure = Try(failure.Scenario with { Actions = [.. actions.Take(begin), .. actions.Skip(end)] }) ?? failure;
            }
        }

        return failure;
    }

    /// <summary>Runs a scenario some turns; null when none fails.</summary>
    private SimulationResult? Try(Scenario scenario)
    {
        if (scenario.Actions is [] or [.., not ShopAction.Rest])
        {
            return null;
        }

        for (var turn = 0; turn < Turns && _runs < maxRuns; turn++)
        {
            _runs++;
            if (Simulation.Run(scenario with { Turn = turn }) is { Failure: not null } result)
            {
                return result;
            }
        }

        return null;
    }
}
