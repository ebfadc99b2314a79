using Analytics.Simulation.Running;

namespace Analytics.Simulation.Shop;

/// <summary>Draws the history of a shop from a seed: bursts and gaps over hours to days, and what becomes of the orders.</summary>
internal sealed class ShopPlan
{
    private static readonly int[] LaneCounts = [1, 2, 4, 8, 16];

    // How long after its order a change comes at the latest, and so about how long the history is.
    private static readonly TimeSpan[] Latest = [TimeSpan.FromHours(1), TimeSpan.FromHours(5), TimeSpan.FromHours(16), TimeSpan.FromDays(3)];

    private readonly Faults _faults;
    private readonly Random _random;
    private readonly Catalogue _catalogue;
    private readonly List<ShopAction> _actions = [];
    private readonly List<int> _placed = [];
    private readonly TimeSpan _latest;
    private int _number;
    private TimeSpan _now;

    private ShopPlan(Faults faults, Chances chances)
    {
        _faults = faults;
        _random = chances.Source("shop");
        _catalogue = new Catalogue(_random);
        _latest = _random.Of(Latest);
    }

    /// <summary>A history with so many changes of orders, in order of time. It ends at rest.</summary>
    public static IReadOnlyList<ShopAction> Draw(int changes, Faults faults, Chances chances)
    {
        var plan = new ShopPlan(faults, chances);
        plan.Draw(changes);
        return [.. plan._actions.OrderBy(action => action.At)];
    }

    private void Draw(int changes)
    {
        var rests = _random.Next(1, 4);
        for (var rest = 1; rest <= rests; rest++)
        {
            var until = changes * rest / rests;
            while (_number < until)
            {
                Burst(Math.Min(until - _number, _random.Next(5, 150)));
                _now += _random.Span(TimeSpan.FromSeconds(10), _latest / 4);
            }

            // What was put off to later comes before the rest or after it, as chance will have it.
            _actions.Add(new ShopAction.Rest(_now += _random.Span(TimeSpan.FromSeconds(1), TimeSpan.FromHours(2))));
        }

        _actions.Add(new ShopAction.Rest(_actions.Max(action => action.At) + TimeSpan.FromMinutes(1)));
    }

    private void Burst(int changes)
    {
        var pace = _random.Span(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(15));
        for (var change = 0; change < changes; change++)
        {
            _now += pace * (2 * _random.NextDouble());
            Change();
            Misfortune();
        }
    }

    private void Change()
    {
        var number = ++_number;
        var kind = _random.NextDouble();
        if (kind < 0.6 || _placed.Count == 0)
        {
            _actions.Add(new ShopAction.Place(_now, number, _random.Next(4) > 0, _catalogue.Terms(number)));
            _placed.Add(number);
            return;
        }

        var order = Order();
        var isLate = _random.Chance(_faults[Fault.LateChanges]);
        var at = _now + (isLate ? _random.Span(TimeSpan.FromMinutes(20), _latest) : TimeSpan.Zero);
        ShopAction change = kind switch
        {
            < 0.8 => new ShopAction.Cancel(at, order),
            < 0.92 => new ShopAction.Amend(at, order, _catalogue.Terms(order)),
            _ => new ShopAction.Repeat(at, order, _random.Next(5) == 0),
        };
        _actions.Add(change with { IsLate = isLate });
    }

    private void Misfortune()
    {
        // Poison is told apart by its number: two items of one would be one that was touched.
        if (Strikes(Fault.Touches))
        {
            _actions.Add(new ShopAction.Touch(_now, Order()));
        }

        if (Strikes(Fault.TimeToLive))
        {
            _actions.Add(new ShopAction.Expire(MuchLater(), Order()));
        }

        if (Strikes(Fault.Deletions))
        {
            _actions.Add(new ShopAction.Delete(MuchLater(), Order()));
        }

        if (Strikes(Fault.PoisonOnFastRoad))
        {
            _actions.Add(new ShopAction.Poison(_now, true, _actions.Count, _random.Next(0, 300)));
        }

        if (Strikes(Fault.PoisonOnSureRoad))
        {
            _actions.Add(new ShopAction.Poison(_now, false, _actions.Count, _random.Next(1, 300)));
        }

        if (Strikes(Fault.HugePoison))
        {
            var onFastRoad = _random.Next(2) == 0;
            _actions.Add(new ShopAction.Poison(_now, onFastRoad, _actions.Count, _random.Next(300_000, onFastRoad ? 1_000_000 : 390_000)));
        }

        if (Strikes(Fault.ReadsAnyTime))
        {
            _actions.Add(new ShopAction.Ask(_now, _actions.Count));
        }

        if (Strikes(Fault.LaneChanges))
        {
            _actions.Add(new ShopAction.Deploy(_now, _random.Of(LaneCounts)));
        }

        if (Strikes(Fault.Resharding))
        {
            _actions.Add(new ShopAction.Reshard(_now, _random.Next(2) == 0));
        }

        if (Strikes(Fault.RoadLate))
        {
            _actions.Add(new ShopAction.Hold(_now, _random.Next(2) == 0, _random.Span(TimeSpan.FromMinutes(1), TimeSpan.FromDays(2))));
        }

        if (Strikes(Fault.Rebuilds))
        {
            _actions.Add(new ShopAction.Rebuild(_now));
        }

        if (Strikes(Fault.CheckpointsLost))
        {
            _actions.Add(new ShopAction.Forget(_now, _random.Next(2) == 0));
        }
    }

    private bool Strikes(Fault fault) => _random.Chance(_faults[fault]);

    private TimeSpan MuchLater() => _now + _random.Span(TimeSpan.FromMinutes(25), _latest);

    /// <summary>Mostly one of the latest orders.</summary>
    private int Order() => _placed[(int)(_placed.Count * (1 - Math.Pow(_random.NextDouble(), 2)))];
}
