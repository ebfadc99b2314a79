using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Shop;

/// <summary>Draws the history of a shop from a seed: bursts and gaps over hours to days, and the changes to its orders.</summary>
internal sealed class ShopPlan
{
    private static readonly int[] LaneCounts = [1, 2, 4, 8, 16];

    // Upper bounds for the delay between an order and its last change, and so roughly the length of the history.
    private static readonly TimeSpan[] Latest = [TimeSpan.FromHours(1), TimeSpan.FromHours(5), TimeSpan.FromHours(16),
        TimeSpan.FromDays(3)];

    private static readonly TimeSpan OldestImport = TimeSpan.FromDays(3);

    private static readonly TimeSpan JustBefore = TimeSpan.FromMilliseconds(30);

    private const double SameAgainRate = 0.4;
    private const double ChangedSoonRate = 0.4;
    private const int EditedLately = 5;
    private const int MaxOften = 80;
    private const int MaxImported = 12;
    private const double TenUnitsRate = 0.15;
    private const double UnmarkedRate = 0.2;
    private const double LongAgoRate = 0.04;

    private static readonly Fault[] Edits =
    [
        Fault.QuantityEdited, Fault.PriceEdited, Fault.StatusEdited, Fault.PlacedAtEdited, Fault.CurrencyEdited, Fault.CustomerEdited,
        Fault.LaneEdited, Fault.AmountsEdited, Fault.DimensionsEdited,
        Fault.VersionEdited, Fault.ChangeIdsEdited, Fault.UpdatedAtEdited, Fault.DigestEdited, Fault.PlacedInEdited, Fault.MadeInvalid,
    ];

    // Faults that would leave orders with other than ten units.
    private static readonly HashSet<Fault> ChangeUnits =
        [.. Edits, Fault.ManyChanges, Fault.ReplacedByAnother, Fault.ReplacedByBackup, Fault.Imports, Fault.InvalidImports,
            Fault.CountedImports];

    // Reads start this long before a rare event, so that they are in flight when it happens.
    private static readonly TimeSpan AskedBefore = TimeSpan.FromMilliseconds(3);

    private readonly Faults _faults;
    private readonly Random _random;
    private readonly Catalogue _catalogue;
    private readonly List<ShopAction> _actions = [];
    private readonly List<int> _placed = [];
    private readonly List<int> _editedLast = [];
    private readonly Dictionary<int, List<ShopTerms>> _terms = [];
    private readonly MarkedTerms _marked;
    private readonly bool _tenUnits;

    // Orders that another writer edits. Their counts are guaranteed only at rest.
    private readonly HashSet<int> _edited = [];
    private readonly TimeSpan _latest;
    private readonly double _unmarkedRate;
    private int _number;
    private TimeSpan _now;

    private ShopPlan(Faults faults, RandomStreams random)
    {
        _faults = faults;
        _random = random.Source("shop");
        _catalogue = new Catalogue(_random);
        _latest = _random.Of(Latest);
        _tenUnits = _random.Chance(TenUnitsRate);
        _unmarkedRate = _random.Next(3) == 0 ? UnmarkedRate : 0;
        _marked = new MarkedTerms(_random, _tenUnits);
    }

    /// <summary>Draws a history with the given number of order changes, ordered by time. It ends with a rest.</summary>
    public static IReadOnlyList<ShopAction> Draw(int changes, Faults faults, RandomStreams random)
    {
        var plan = new ShopPlan(faults, random);
        plan.Draw(changes);
        return [.. plan._actions.Select(plan.Unmarked).OrderBy(action => action.At)];
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

            // Actions scheduled for later may fall before or after this rest.
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
            Place(number);
            return;
        }

        var order = Order();
        if (kind is >= 0.8 and < 0.92 && _terms[order].Count > MarkedTerms.MaxAmendments)
        {
            kind = 0;
        }

        var isLate = _random.Chance(_faults[Fault.LateChanges]);
        var at = _now + (isLate ? _random.Span(TimeSpan.FromMinutes(20), _latest) : TimeSpan.Zero);
        ShopAction change = kind switch
        {
            < 0.8 => new ShopAction.Cancel(at, order),
            < 0.92 => new ShopAction.Amend(at, order, Amended(order)),
            < 0.97 when _edited.Contains(order) => Refund(at, order),
            _ => new ShopAction.Repeat(at, order, _random.Next(5) == 0),
        };
        _actions.Add(change with { IsLate = isLate });
    }

    // Returned units would leave an order of a ten-unit shop with fewer.
    private ShopAction.Refund Refund(TimeSpan at, int order) => new(
        at, order, _tenUnits || _random.Next(2) == 0 ? _random.Next(1, 9) : 0, _random.Next(2) == 0, _random.Next(3) > 0);

    private void Misfortune()
    {
        // Poison records differ by their number; two with the same number would be one touched item.
        if (Strikes(Fault.Touches))
        {
            _actions.Add(new ShopAction.Touch(_now, Order()));
        }

        if (Strikes(Fault.ManyChanges))
        {
            ChangeOften(Edited(Order()));
        }

        if (Strikes(Fault.TimeToLive))
        {
            _actions.Add(new ShopAction.Expire(AnyTime(), Edited(AnyOrder())));
        }

        foreach (var edit in Edits.Where(Strikes))
        {
            EditByHand(number => new ShopAction.Edit(AnyTime(), number, edit, _random.Next()));
        }

        if (Strikes(Fault.ReplacedByAnother))
        {
            EditByHand(number => new ShopAction.ReplaceByAnother(AnyTime(), number, Edited(AnyOrder()), _random.Next(2) == 0));
        }

        if (Strikes(Fault.ReplacedByBackup))
        {
            EditByHand(number => new ShopAction.ReplaceByBackup(AnyTime(), number, _random.Next()));
        }

        if (Strikes(Fault.Deletions))
        {
            EditByHand(number => new ShopAction.Delete(AnyTime(), number));
        }

        if (Strikes(Fault.Imports))
        {
            Import(isValid: true);
        }

        if (Strikes(Fault.InvalidImports))
        {
            Import(isValid: false);
        }

        if (Strikes(Fault.CountedImports))
        {
            ImportCounted();
        }

        if (Strikes(Fault.PoisonOnKinesis))
        {
            _actions.Add(new ShopAction.Poison(_now, true, _actions.Count, _random.Next(0, 300)));
        }

        if (Strikes(Fault.PoisonOnTableStream))
        {
            _actions.Add(new ShopAction.Poison(_now, false, _actions.Count, _random.Next(1, 300)));
        }

        if (Strikes(Fault.HugePoison))
        {
            var onKinesis = _random.Next(2) == 0;
            if (_faults[Fault.ReadsAnyTime] > 0)
            {
                _actions.AddRange(
                    Enumerable.Range(0, 3).Select(number => new ShopAction.Ask(_now - AskedBefore, _actions.Count + number)).ToList());
            }

            _actions.Add(new ShopAction.Poison(_now, onKinesis, _actions.Count, _random.Next(300_000, onKinesis ? 1_000_000 : 390_000)));
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

        if (Strikes(Fault.SourceLate))
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

    /// <summary>
    /// Adds an edit and its follow-ups: broken orders are repaired, deleted orders may return, and the API changes orders in any state.
    /// </summary>
    private void EditByHand(Func<int, ShopAction> edit)
    {
        var number = Edited(_editedLast.Count > 0 && _random.Chance(SameAgainRate)
            ? _editedLast[^_random.Next(1, Math.Min(_editedLast.Count, EditedLately) + 1)]
            : AnyOrder());
        _editedLast.Add(number);
        var action = edit(number);
        _actions.Add(action);
        Follow(number, action.At, isBroken: action is ShopAction.Edit { What: Fault.MadeInvalid });
        if (action is ShopAction.Delete)
        {
            if (Strikes(Fault.PutBack))
            {
                _actions.Add(new ShopAction.PutBack(After(action.At), number, _random.Next()));
            }

            if (Strikes(Fault.PlacedAgain))
            {
                _actions.Add(new ShopAction.PlaceAgain(After(action.At), number));
            }
        }
    }

    private void ChangeOften(int number)
    {
        _editedLast.Add(number);
        var (at, pace) = (AnyTime(), _random.Span(TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(3)));
        _actions.Add(new ShopAction.ChangeOften(at, number, _random.Next(MaxOften / 2, MaxOften), pace));
        if (_faults[Fault.ReplacedByBackup] > 0)
        {
            EditByHand(edited => new ShopAction.ReplaceByBackup(After(at), edited, _random.Next()));
        }
    }

    private void Import(bool isValid)
    {
        var number = ++_number;
        var terms = _catalogue.Terms(number);
        _terms[number] = [terms];
        _placed.Add(number);
        _editedLast.Add(Edited(number));
        _actions.Add(new ShopAction.Import(_now, number, terms, isValid, _random.Next()));
        Follow(number, _now, !isValid);
    }

    private void ImportCounted()
    {
        var number = _number + 1;
        var terms = Enumerable.Range(0, _random.Next(1, MaxImported + 1)).Select(_ => Imported(++_number)).ToList();
        var ages = terms.ConvertAll(_ =>
            _random.Span(TimeSpan.FromMilliseconds(1), _random.Next(4) == 0 ? OldestImport : TimeSpan.FromMinutes(3)));
        _actions.Add(new ShopAction.ImportCounted(_now, number, terms, ages));
    }

    // Customers of imports are told apart from those who order at the shop.
    private ShopTerms Imported(int number) => _catalogue.Terms(number) with { CustomerId = $"imported-{number % 20}" };

    private void Follow(int number, TimeSpan at, bool isBroken)
    {
        if (isBroken)
        {
            _actions.Add(new ShopAction.Look(After(at), number));
            _actions.Add(new ShopAction.Mend(After(at), number));
        }

        if (_random.Chance(ChangedSoonRate))
        {
            // If it starts a moment before the edit, it has read the order by then but not yet changed it.
            var changedAt = _random.Next(2) == 0 ? at - JustBefore * _random.NextDouble() : After(at);
            _actions.Add(_random.Next(5) switch
            {
                < 2 => new ShopAction.Cancel(changedAt, number),
                < 4 => new ShopAction.Amend(changedAt, number, OtherTerms(number)),
                _ => Refund(changedAt, number),
            });
        }
    }

    private void Place(int number)
    {
        // Amount bits are assigned in the order of placement, so that orders close in time share a currency.
        var terms = _marked.Terms(_placed.Count, 0, null) with { CustomerId = $"c-{number}" };
        _terms[number] = [terms];
        _actions.Add(new ShopAction.Place(_now, number, _random.Next(4) > 0, terms)
        {
            Ago = _random.Chance(_faults[Fault.BackDated])
                ? _random.Span(TimeSpan.FromSeconds(1), TimeSpan.FromDays(_random.Chance(LongAgoRate) ? 40 : 3))
                : TimeSpan.Zero,
        });
        _placed.Add(number);
        if (!_marked.Has(_placed.Count) || _random.Chance(_unmarkedRate))
        {
            _edited.Add(number);
        }
    }

    private ShopTerms Amended(int order)
    {
        var terms = _terms[order];
        terms.Add(_marked.Terms(_placed.IndexOf(order), terms.Count, terms[^1]) with { CustomerId = terms[0].CustomerId });
        return terms[^1];
    }

    /// <summary>Gives orders that another writer edits unmarked terms: their amounts identify nothing.</summary>
    private ShopAction Unmarked(ShopAction action) => action switch
    {
        ShopAction.Place place when _edited.Contains(place.Number) => place with { Terms = OtherTerms(place.Number) },
        ShopAction.Amend amend when _edited.Contains(amend.Number) => amend with { Terms = OtherTerms(amend.Number) },
        _ => action,
    };

    private ShopTerms OtherTerms(int number) => _tenUnits ? _catalogue.TenUnits(number) : _catalogue.Terms(number);

    private bool Strikes(Fault fault) => !(_tenUnits && ChangeUnits.Contains(fault)) && _random.Chance(_faults[fault]);

    private TimeSpan AnyTime() => _random.Next(2) == 0 ? _now : After(_now);

    // Immediately, or 10 milliseconds to _latest afterwards.
    private TimeSpan After(TimeSpan at) =>
        at + (_random.Next(4) == 0 ? TimeSpan.Zero : _random.Span(TimeSpan.FromMilliseconds(10), _latest));

    /// <summary>Records that another writer edits the order, so that it gets unmarked terms.</summary>
    private int Edited(int order)
    {
        _edited.Add(order);
        return order;
    }

    /// <summary>One of the latest orders, which may not exist yet, or any order.</summary>
    private int AnyOrder() => _random.Next(2) == 0 ? Order() : _random.Of(_placed);

    /// <summary>Any order; later ones are more likely.</summary>
    private int Order() => _placed[(int)(_placed.Count * (1 - Math.Pow(_random.NextDouble(), 2)))];
}
