namespace Analytics.Operations.Import;

/// <summary>Limits how many orders are written per second, spread evenly over it. Thread-safe.</summary>
/// <param name="ordersPerSecond">The limit, at least 1; null for none.</param>
/// <param name="time">The clock.</param>
public sealed class ImportPace(int? ordersPerSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _free = DateTimeOffset.MinValue;

    /// <summary>
    /// Maximum number of orders to take at a time: a tenth of a second's, so that a batch is no burst, but at least one order.
    /// </summary>
    public int MaxBatch { get; } = ordersPerSecond is { } limit ? Math.Max(1, limit / 10) : int.MaxValue;

    /// <summary>Waits until that many more orders may be written.</summary>
    public async Task TakeAsync(int orders, CancellationToken cancellationToken)
    {
        if (ordersPerSecond is not { } rate)
        {
            return;
        }

        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var from = _free > now ? _free : now;
            wait = from - now;
            _free = from + TimeSpan.FromSeconds((double)orders / rate);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }
}
