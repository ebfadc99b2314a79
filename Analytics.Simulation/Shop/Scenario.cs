using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Shop;

/// <summary>Everything that decides a run: the same scenario takes the same way every time.</summary>
/// <param name="Seed">Decides whatever the rest leaves open, each interleaving included.</param>
/// <param name="Faults">What may go wrong, and how often.</param>
/// <param name="GuardRemoval">What is broken on purpose.</param>
/// <param name="Actions">What happens from outside, in order of time.</param>
internal sealed record Scenario(int Seed, Faults Faults, GuardRemoval GuardRemoval, IReadOnlyList<ShopAction> Actions)
{
    /// <summary>
    /// Which of the many ways to go on from the same seed in the same setting; other than 0 only where a history is shortened.
    /// </summary>
    public int Turn { get; init; }

    /// <summary>Whether every order has ten units, whatever becomes of it.</summary>
    public bool HasTenUnits { get; } = Actions.All(action => action switch
    {
        ShopAction.Place place => place.Terms.Lines.Sum(line => line.Quantity) == 10,
        ShopAction.Amend amend => amend.Terms.Lines.Sum(line => line.Quantity) == 10,
        ShopAction.Edit or ShopAction.ReplaceByAnother or ShopAction.ReplaceByBackup or ShopAction.ChangeOften or ShopAction.Import =>
            false,
        _ => true,
    });

    /// <summary>Changes of orders in a usual run.</summary>
    public const int ChangesUsual = 500;

    /// <summary>The scenario of a seed.</summary>
    public static Scenario Of(int seed, int changes = ChangesUsual, Faults? faults = null, GuardRemoval removal = GuardRemoval.None)
    {
        faults ??= Faults.All;
        return new Scenario(seed, faults, removal, ShopPlan.Draw(changes, faults, new RandomStreams(seed)));
    }
}
