using System.Globalization;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Stack;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Checking;

/// <summary>
/// Every state that each marked order has had in the orders table, and how far the aggregates table has counted it. Observes every write as
/// it happens and parses items with its own code.
/// </summary>
internal sealed class OrderHistory
{
    // A writer writes the head right after the segment, or never.
    private static readonly TimeSpan MaxBetween = TimeSpan.FromSeconds(5);

    private readonly SimulatedSystem _system;
    private readonly Dictionary<string, MarkedOrder> _byCustomer = [];
    private readonly Dictionary<OrderMark, MarkedOrder> _byMark = [];
    private readonly Dictionary<ulong, (MarkedOrder Order, int State)> _byChange = [];
    private readonly SortedSet<long> _otherMinutes = [];
    private readonly Dictionary<string, (long Minute, DateTimeOffset At)> _between = [];

    public OrderHistory(SimulatedSystem system, IEnumerable<ShopAction> actions)
    {
        _system = system;
        foreach (var place in actions.OfType<ShopAction.Place>())
        {
            if (place.Terms.Mark is { } mark)
            {
                var order = new MarkedOrder(_byCustomer.Count, place.Number, mark);
                _byCustomer.Add(place.Terms.CustomerId, order);
                _byMark.Add(mark, order);
            }
        }

        Orders = [.. _byCustomer.Values];
        system.Orders.Changed += OrderChanged;
        system.Aggregates.Changed += AggregateChanged;
    }

    /// <summary>The orders identifiable by their amounts, sorted by <see cref="MarkedOrder.Index"/>.</summary>
    public IReadOnlyList<MarkedOrder> Orders { get; }

    /// <summary>When an order was last written.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Number of writes to both tables.</summary>
    public long Writes { get; private set; }

    public MarkedOrder? Find(OrderMark mark) => _byMark.GetValueOrDefault(mark);

    /// <summary>The order and the state that a change produced; null if the change is not of a marked order.</summary>
    public (MarkedOrder Order, int State)? Find(ulong change) => _byChange.TryGetValue(change, out var found) ? found : null;

    /// <summary>Whether an unmarked order was ever in a range.</summary>
    public bool HasOthers(long from, long to) => from < to && _otherMinutes.GetViewBetween(from, to - 1).Count > 0;

    /// <summary>Whether a commit to a minute of the range has written its segment but not yet its head.</summary>
    public bool IsBetween(long from, long to) =>
        _between.Values.Any(write => write.Minute >= from && write.Minute < to && _system.World.Now - write.At < MaxBetween);

    private void OrderChanged(TableChange change)
    {
        Writes++;
        if (change.After is null)
        {
            return;
        }

        ChangedAt = _system.World.Now;
        if (_byCustomer.TryGetValue(change.After.GetValueOrDefault("customerId")?.S ?? "", out var order))
        {
            var ids = change.After["changeIds"].L;
            var id = ulong.Parse(ids[^1].S, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (_byChange.TryAdd(id, (order, order.States.Count)))
            {
                order.Add(TrueOrder.Read(change.After) ?? throw new CheckFailedException($"Order {order.Number} is invalid in the table."));
            }
        }
        else if (
            change.After.GetValueOrDefault("placedAt")?.S is { Length: >= 16 } placedAt && Minutes.TryParse(placedAt[..16], out var minute))
        {
            _otherMinutes.Add(minute);
        }
    }

    private void AggregateChanged(TableChange change)
    {
        Writes++;
        if (change.After is null)
        {
            return;
        }

        if (change.Key.Partition.StartsWith("minute-segments#", StringComparison.Ordinal))
        {
            _between[Document(change.Key)] = (Minutes.Parse(change.Key.Sort[..16]), _system.World.Now);
        }
        else if (change.Key.Partition.StartsWith("minute#", StringComparison.Ordinal))
        {
            if (CountedIds.NamesNewSegment(change))
            {
                _between.Remove(Document(change.Key));
            }

            foreach (var id in CountedIds.Of(_system.Aggregates, change))
            {
                if (_byChange.TryGetValue(id, out var counted))
                {
                    counted.Order.Counted = Math.Max(counted.Order.Counted, counted.State);
                }
            }
        }
    }

    private static string Document(ItemKey key) =>
        $"{key.Partition[key.Partition.IndexOf('#', StringComparison.Ordinal)..]}/{key.Sort[..17]}";
}

/// <summary>An order that its amount identifies, with every state it has had.</summary>
/// <param name="index">Its index among all marked orders.</param>
/// <param name="number">The shop's number of the order.</param>
/// <param name="mark">The position of its bits.</param>
internal sealed class MarkedOrder(int index, int number, OrderMark mark)
{
    private readonly List<TrueOrder> _states = [];

    public int Index => index;

    public int Number => number;

    public OrderMark Mark => mark;

    public IReadOnlyList<TrueOrder> States => _states;

    /// <summary>Index of the last state that the aggregates table has counted; -1 for none.</summary>
    public int Counted { get; set; } = -1;

    /// <summary>Index of the last state that an answer has shown; -1 for none.</summary>
    public int Seen { get; set; } = -1;

    public long Minute => _states[0].Minute;

    public void Add(TrueOrder state)
    {
        if (_states.Count > 0 && (state.Minute != Minute || state.Id != _states[0].Id))
        {
            throw new CheckFailedException($"Order {number} is in the table twice, or at another minute: {state}");
        }

        _states.Add(state);
    }

    /// <summary>What a state adds to the order's bits, for one item or for all.</summary>
    public long Weight(TrueOrder state, string? sku)
    {
        if (state.IsCancelled)
        {
            return 0;
        }

        var amount = 0m;
        foreach (var line in state.Lines)
        {
            amount += sku is null || line.Sku == sku ? line.Amount : 0;
        }

        return AmountMarks.Minor(mark.Currency, amount) >> (MarkedTerms.Bits * mark.Place);
    }
}
