using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>
/// Accumulates the sums of a plan, of the orders that it selects. Adding is thread-safe; call <see cref="Reading"/> when all adding has
/// finished.
/// </summary>
internal sealed class ReadingSums(ReadPlan plan, ItemSelection items, SumsRead read)
{
    private readonly Lock _gate = new();
    private readonly Totals?[] _pieces = new Totals?[plan.Pieces.Count];
    private readonly Tally?[] _items = new Tally?[items.IsAll ? plan.Segments.Count : items.IsNone ? 0 : plan.Pieces.Count];
    private readonly Tally?[] _slices = new Tally?[plan.HasSlices && read != SumsRead.Totals ? plan.Pieces.Count : 0];
    private readonly CustomerSet?[] _customers = new CustomerSet?[read.HasFlag(SumsRead.Customers) ? plan.Pieces.Count : 0];
    private readonly ETag _tag = new(plan.Spans, plan.FirstUnderWay);
    private DateTimeOffset? _latest;

    /// <summary>Adds the sums of one minute document.</summary>
    public void Add(MinuteSums part)
    {
        lock (_gate)
        {
            _tag.Add(part);
            Add(part.Minute, part.Tally, part.CommittedAt);
            if (_customers.Length > 0)
            {
                CustomersOf(part.Minute).Add(part.Tally.Customers);
            }
        }
    }

    /// <summary>Adds the rollup of a period.</summary>
    public void Add(RollupPeriod period, RollupSum sum)
    {
        lock (_gate)
        {
            _tag.Add(period, sum);
            Add(period.Start, sum.Tally, sum.CommittedAt);
            if (_customers.Length > 0)
            {
                CustomersOf(period.Start).Add(sum.Customers);
            }
        }
    }

    /// <summary>The result of everything added.</summary>
    public AggregateReading Reading() => new(plan, _pieces, _items, _slices, _customers, _latest, _tag.Text);

    private CustomerSet CustomersOf(Minute minute) => _customers[plan.PieceOf(minute)] ??= new CustomerSet();

    private void Add(Minute minute, Tally all, DateTimeOffset? committedAt)
    {
        var tally = read == SumsRead.Totals ? all : plan.Slices.Apply(all);
        var piece = plan.PieceOf(minute);
        if (_slices.Length > 0)
        {
            (_slices[piece] ??= new Tally()).Add(tally.WithoutItems());
        }

        (_pieces[piece] ??= new Totals()).Add(tally.Totals);
        if (items.IsAll)
        {
            (_items[plan.SegmentOf(minute)] ??= new Tally()).AddWithoutCustomers(tally);
        }
        else if (!items.IsNone)
        {
            (_items[piece] ??= new Tally()).AddItems(tally, items.Skus);
        }

        _latest = committedAt is null || committedAt <= _latest ? _latest : committedAt;
    }
}
