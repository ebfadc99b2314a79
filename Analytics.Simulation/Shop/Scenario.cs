using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Shop;

/// <summary>Everything that determines a run: the same scenario always runs the same way.</summary>
/// <param name="Seed">Determines everything that the other parameters leave open, including each interleaving.</param>
/// <param name="Faults">The enabled faults and their rates.</param>
/// <param name="GuardRemoval">The guard that is removed on purpose.</param>
/// <param name="Actions">The external events, ordered by time.</param>
internal sealed record Scenario(int Seed, Faults Faults, GuardRemoval GuardRemoval, IReadOnlyList<ShopAction> Actions)
{
    /// <summary>
    /// Selects one of many alternative continuations of the same seed and setting. It differs from 0 only while a history is being shrunk.
    /// </summary>
    public int Turn { get; init; }

    /// <summary>Whether every order has ten units at all times.</summary>
    public bool HasTenUnits { get; } = Actions.All(action => action switch
    {
        ShopAction.Place place => place.Terms.Lines.Sum(line => line.Quantity) == 10,
        ShopAction.Amend amend => amend.Terms.Lines.Sum(line => line.Quantity) == 10,
        ShopAction.Edit or ShopAction.ReplaceByAnother or ShopAction.ReplaceByBackup or ShopAction.ChangeOften or ShopAction.Import =>
            false,
        _ => true,
    });

    /// <summary>Default number of order changes in a run.</summary>
    public const int ChangesUsual = 500;

    /// <summary>The scenario for a seed.</summary>
    public static Scenario Of(int seed, int changes = ChangesUsual, Faults? faults = null, GuardRemoval removal = GuardRemoval.None)
    {
        faults ??= Faults.All;
        return new Scenario(seed, faults, removal, ShopPlan.Draw(changes, faults, new RandomStreams(seed)));
    }
}
