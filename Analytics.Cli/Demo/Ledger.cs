using System.Collections.Immutable;

namespace Analytics.Cli.Demo;

/// <summary>The orders that the demo knows to be accepted, as totals by minute of placement. Thread-safe.</summary>
internal sealed class Ledger
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private ImmutableDictionary<DateTimeOffset, ShopTotals> _minutes = ImmutableDictionary<DateTimeOffset, ShopTotals>.Empty;
    private long _uncertain;

    /// <summary>An immutable snapshot of the ledger.</summary>
    public LedgerPage Page() => new(_minutes, Interlocked.Read(ref _uncertain));

    /// <summary>An order was sent. Until its response arrives, it may or may not be counted.</summary>
    public void Sent() => Interlocked.Increment(ref _uncertain);

    /// <summary>The API definitely rejected the order.</summary>
    public void Refused() => Interlocked.Decrement(ref _uncertain);

    /// <summary>The API accepted the order.</summary>
    public void Placed(ShopOrder order, DateTimeOffset placedAt)
    {
        Add(placedAt, order.Totals());
        Interlocked.Decrement(ref _uncertain);
    }

    /// <summary>The API accepted the cancellation of an order.</summary>
    public void Cancelled(ShopOrder order, DateTimeOffset placedAt) => Add(placedAt, order.Totals().Cancellation());

    private void Add(DateTimeOffset placedAt, ShopTotals totals)
    {
        var minute = new DateTimeOffset(placedAt.UtcTicks - placedAt.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
        ImmutableInterlocked.Update(
            ref _minutes,
            known => known
                .RemoveRange(known.Keys.Where(old => old < minute - Kept))
                .SetItem(minute, known.GetValueOrDefault(minute, ShopTotals.Empty) + totals));
    }
}

/// <summary>An immutable snapshot of the ledger.</summary>
/// <param name="Minutes">Totals by minute of placement.</param>
/// <param name="Uncertain">Number of sent orders without a response so far.</param>
internal sealed record LedgerPage(ImmutableDictionary<DateTimeOffset, ShopTotals> Minutes, long Uncertain)
{
    /// <summary>An empty ledger.</summary>
    public static readonly LedgerPage Empty = new(ImmutableDictionary<DateTimeOffset, ShopTotals>.Empty, 0);

    /// <summary>The totals of the minutes from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive).</summary>
    public ShopTotals Between(DateTimeOffset from, DateTimeOffset to) => Minutes
        .Where(pair => from <= pair.Key && pair.Key < to)
        .Aggregate(ShopTotals.Empty, (sum, pair) => sum + pair.Value);
}
