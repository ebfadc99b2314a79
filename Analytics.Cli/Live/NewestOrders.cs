namespace Analytics.Cli.Live;

/// <summary>An order as the live page shows it.</summary>
/// <param name="OrderId">The order's id.</param>
/// <param name="Version">The order's version; a higher version replaces a lower one.</param>
/// <param name="Status">The status in the orders table.</param>
/// <param name="PlacedAt">The time in the orders table.</param>
/// <param name="Currency">The currency of the total.</param>
/// <param name="Total">The sum of the order's lines, in text with the decimals of its currency.</param>
/// <param name="Skus">The distinct SKUs ordered.</param>
/// <param name="Units">Number of units.</param>
internal sealed record ShownOrder(
    string OrderId, long Version, string Status, DateTimeOffset PlacedAt, string Currency, string Total, IReadOnlyList<string> Skus,
    long Units);

/// <summary>The latest orders, by time placed, among those that were counted while the host runs. Thread-safe.</summary>
internal sealed class NewestOrders
{
    private const int MaxOrders = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ShownOrder> _orders = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the orders change next.</summary>
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

    /// <summary>Returns the orders, newest first.</summary>
    public IReadOnlyList<ShownOrder> List()
    {
        lock (_gate)
        {
            return [.. _orders.Values.OrderByDescending(order => order.PlacedAt).ThenBy(order => order.OrderId, StringComparer.Ordinal)];
        }
    }

    /// <summary>Adds orders. An order that is already listed in the same or a later version is ignored.</summary>
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

            foreach (var old in _orders.Values.OrderByDescending(order => order.PlacedAt).Skip(MaxOrders).ToList())
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
