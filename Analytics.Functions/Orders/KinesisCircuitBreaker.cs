namespace Analytics.Functions.Orders;

/// <summary>Circuit breaker: stops calling Kinesis for a while after failures. Thread-safe.</summary>
/// <remarks>
/// Without it, every order would wait for the timeout while Kinesis does not respond. The break starts at 500 ms and doubles with each
/// consecutive failure up to <see cref="MaxBreak"/>.
/// </remarks>
internal sealed class KinesisCircuitBreaker(TimeProvider time)
{
    /// <summary>The longest break.</summary>
    public static readonly TimeSpan MaxBreak = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan InitialBreak = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private int _failuresInARow;
    private long _skipped;
    private DateTimeOffset _openUntil = DateTimeOffset.MinValue;

    /// <summary>Whether to call Kinesis now. A false result is counted as a skipped change.</summary>
    public bool MayTry()
    {
        lock (_gate)
        {
            var may = time.GetUtcNow() >= _openUntil;
            _skipped += may ? 0 : 1;
            return may;
        }
    }

    /// <summary>Reports a successful attempt and resets the break's length.</summary>
    /// <returns>Number of changes skipped since the last report, of success or failure.</returns>
    public long Succeeded()
    {
        lock (_gate)
        {
            _failuresInARow = 0;
            return TakeSkipped();
        }
    }

    /// <summary>Reports a failed attempt and starts a break.</summary>
    /// <returns>Number of changes skipped since the last report, of success or failure.</returns>
    public long Failed()
    {
        lock (_gate)
        {
            var length = InitialBreak * Math.Pow(2, Math.Min(_failuresInARow++, 10));
            _openUntil = time.GetUtcNow() + (length < MaxBreak ? length : MaxBreak);
            return TakeSkipped();
        }
    }

    private long TakeSkipped()
    {
        var skipped = _skipped;
        _skipped = 0;
        return skipped;
    }
}
