namespace Analytics.Functions.Orders;

/// <summary>Stops calling Kinesis for a while after failures.</summary>
/// <remarks>
/// Without it every order would wait for the timeout while Kinesis hangs. The break doubles with each failure in a row, from half a
/// second up to <see cref="MaxRest"/>. Thread-safe.
/// </remarks>
internal sealed class KinesisCircuitBreaker(TimeProvider time)
{
    /// <summary>The longest rest.</summary>
    public static readonly TimeSpan MaxRest = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan RestFirst = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private int _failuresInARow;
    private long _skipped;
    private DateTimeOffset _restsUntil = DateTimeOffset.MinValue;

    /// <summary>Whether to try now; a no is counted.</summary>
    public bool MayTry()
    {
        lock (_gate)
        {
            var may = time.GetUtcNow() >= _restsUntil;
            _skipped += may ? 0 : 1;
            return may;
        }
    }

    /// <summary>An attempt succeeded.</summary>
    public void Succeeded()
    {
        lock (_gate)
        {
            _failuresInARow = 0;
        }
    }

    /// <summary>An attempt failed.</summary>
    /// <returns>Number of changes that were not published since the last failure was reported: this one, and those not attempted.</returns>
    public long Failed()
    {
        lock (_gate)
        {
            var rest = RestFirst * Math.Pow(2, Math.Min(_failuresInARow++, 10));
            _restsUntil = time.GetUtcNow() + (rest < MaxRest ? rest : MaxRest);
            var untold = 1 + _skipped;
            _skipped = 0;
            return untold;
        }
    }
}
