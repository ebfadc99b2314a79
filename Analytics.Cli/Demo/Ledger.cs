using System.Collections.Immutable;

namespace Analytics.Cli.Demo;

/// <summary>What the demo itself knows to have been accepted, by the minute of placing. Thread-safe.</summary>
internal sealed class Ledger
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private ImmutableDictionary<DateTimeOffset, ShopTotals> _minutes = ImmutableDictionary<DateTimeOffset, ShopTotals>.Empty;
    private long _uncertain;

    /// <summary>What is known by now; later entries do not show in it.</summary>
    public LedgerPage Page() => new(_minutes, Interlocked.Read(ref _uncertain));

    /// <summary>An order has been sent off: until there is an answer it may count or not.</summary>
    public void Sent() => Interlocked.Increment(ref _uncertain);

    /// <summary>The order was certainly not accepted.</summary>
    public void Refused() => Interlocked.Decrement(ref _uncertain);

    /// <summary>The order was accepted.</summary>
    public void Placed(ShopOrder order, DateTimeOffset placedAt)
    {
        Add(placedAt, order.Totals());
        Interlocked.Decrement(ref _uncertain);
    }

    /// <summary>The cancellation of an accepted order was accepted.</summary>
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

/// <summary>The ledger at one moment. Immutable.</summary>
/// <param name="Minutes">Totals by the minute of placing.</param>
/// <param name="Uncertain">Orders sent off without an answer so far.</param>
internal sealed record LedgerPage(ImmutableDictionary<DateTimeOffset, ShopTotals> Minutes, long Uncertain)
{
    /// <summary>Nothing known yet.</summary>
    public static readonly LedgerPage Empty = new(ImmutableDictionary<DateTimeOffset, ShopTotals>.Empty, 0);

    /// <summary>The totals of the minutes from <paramref name="from"/> up to and without <paramref name="to"/>.</summary>
    public ShopTotals Between(DateTimeOffset from, DateTimeOffset to) => Minutes
        .Where(pair => from <= pair.Key && pair.Key < to)
        .Aggregate(ShopTotals.Empty, (sum, pair) => sum + pair.Value);
}
