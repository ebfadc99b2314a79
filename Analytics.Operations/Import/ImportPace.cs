namespace Analytics.Operations.Import;

/// <summary>Limits how many orders are written a second. Thread-safe.</summary>
/// <param name="ordersPerSecond">The limit, at least 1; null for none.</param>
/// <param name="time">The clock.</param>
public sealed class ImportPace(int? ordersPerSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _free = DateTimeOffset.MinValue;

    /// <summary>Waits until so many orders may be written.</summary>
    public async Task TakeAsync(int orders, CancellationToken cancellationToken)
    {
        if (ordersPerSecond is not { } limit)
        {
            return;
        }

        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var from = _free > now ? _free : now;
            wait = from - now;
            _free = from + TimeSpan.FromSeconds((double)orders / limit);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }
}
