using System.Diagnostics;
using Analytics.Cli.Demo;

namespace Analytics.Benchmarks.EndToEnd;

/// <summary>When each order was first in the totals. Not thread-safe.</summary>
/// <remarks>
/// Of two orders of one place the earlier is taken to be counted first. An answer that brings more than can be told apart is set aside for
/// the last one.
/// </remarks>
internal sealed class Sightings(ShopTotals before, int orders)
{
    private readonly long[] _at = new long[orders];
    private readonly int[] _seen = new int[CodedOrders.Places];
    private readonly long _ordersAtEnd = before.Orders + orders;
    private ShopTotals _last = before;

    /// <summary>Whether every order was seen.</summary>
    public bool AreComplete => _last.Orders == _ordersAtEnd;

    /// <summary>When an order was seen, as a timestamp of <see cref="Stopwatch"/>; null if it was not.</summary>
    public long? this[int order] => _at[order] == 0 ? null : _at[order];

    /// <summary>Takes in an answer that came just now.</summary>
    public void Take(ShopTotals totals)
    {
        var now = Stopwatch.GetTimestamp();
        if (CodedOrders.Between(_last, totals) is { } counts)
        {
            _last = totals;
            for (var place = 0; place < counts.Length; place++)
            {
                for (var count = 0; count < counts[place]; count++)
                {
                    _at[place + CodedOrders.Places * _seen[place]++] = now;
                }
            }
        }
        else if (totals.Orders == _ordersAtEnd)
        {
            _last = totals;
            _at.AsSpan().Replace(0, now);
        }
    }
}
