namespace Analytics.Local.Web.Live;

/// <summary>An order as the live page shows it.</summary>
/// <param name="OrderId">Which order.</param>
/// <param name="Version">The later version of an order takes the place of the earlier one.</param>
/// <param name="Status">As in the orders table.</param>
/// <param name="PlacedAt">As in the orders table.</param>
/// <param name="Currency">What the total is in.</param>
/// <param name="Total">The sum of its lines.</param>
/// <param name="Skus">What was ordered, each SKU once.</param>
/// <param name="Units">Number of units.</param>
internal sealed record ShownOrder(
    string OrderId, int Version, string Status, DateTimeOffset PlacedAt, string Currency, decimal Total, IReadOnlyList<string> Skus,
    long Units);

/// <summary>The orders placed last, as far as they have passed by. Thread-safe.</summary>
internal sealed class NewestOrders
{
    private const int Kept = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ShownOrder> _orders = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends at the next change.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<ShownOrder> List()
    {
        lock (_gate)
        {
            return [.. _orders.Values.OrderByDescending(order => order.PlacedAt).ThenBy(order => order.OrderId, StringComparer.Ordinal)];
        }
    }

    /// <summary>Takes orders in; one that is known in this version or a later one is passed over.</summary>
    public void Add(IEnumerable<ShownOrder> orders)
    {
        lock (_gate)
        {
            var isChanged = false;
            foreach (var order in orders)
            {
                if (!_orders.TryGetValue(order.OrderId, out var known) || known.Version < order.Version)
                {
                    _orders[order.OrderId] = order;
                    isChanged = true;
                }
            }

            foreach (var old in _orders.Values.OrderByDescending(order => order.PlacedAt).Skip(Kept).ToList())
            {
                _orders.Remove(old.OrderId);
            }

            if (isChanged)
            {
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
