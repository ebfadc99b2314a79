namespace Analytics.Functions.Orders;

/// <summary>Decides whether the fast road is worth an attempt: after failures it is left alone for a while.</summary>
/// <remarks>
/// Without it every order would wait in vain for as long as Kinesis hangs. The rest doubles with each failure in a row, from half a
/// second up to <see cref="RestMax"/>. Thread-safe.
/// </remarks>
internal sealed class FastRoadBreaker(TimeProvider time)
{
    /// <summary>The longest rest.</summary>
    public static readonly TimeSpan RestMax = TimeSpan.FromSeconds(8);

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
    /// <returns>How many changes the fast road did not take since the last failure that was told: this one, and those not tried.</returns>
    public long Failed()
    {
        lock (_gate)
        {
            var rest = RestFirst * Math.Pow(2, Math.Min(_failuresInARow++, 10));
            _restsUntil = time.GetUtcNow() + (rest < RestMax ? rest : RestMax);
            var untold = 1 + _skipped;
            _skipped = 0;
            return untold;
        }
    }
}
