using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Analytics.Benchmarks.Pipeline;

/// <summary>Plain System.Reactive: decoded as the usual way does, then GroupBy and Scan over the whole stream.</summary>
internal sealed class PlainRxWay : Way
{
    private readonly HashSet<string> _seen = [];
    private readonly Subject<OrderEvent> _changes = new();
    private readonly Dictionary<(long Minute, string Currency), (int Orders, int Units, decimal Revenue)> _totals = [];
    private readonly Dictionary<(long Minute, string Currency, string Sku), (int Units, decimal Revenue)> _items = [];
    private readonly IDisposable _connection;

    public PlainRxWay()
    {
        var counted = _changes.Where(change => _seen.Add(change.Id)).SelectMany(OrderEvents.Sides).Publish();
        counted
            .GroupBy(side => (side.Minute, side.Currency))
            .SelectMany(group => group
                .Scan((Orders: 0, Units: 0, Revenue: 0m), (sum, side) => (
                    sum.Orders + side.Sign,
                    sum.Units + side.Sign * side.Lines.Sum(line => line.Quantity),
                    sum.Revenue + side.Sign * side.Lines.Sum(line => line.Quantity * line.UnitPrice)))
                .Select(sum => (group.Key, Sum: sum)))
            .Subscribe(sum => _totals[sum.Key] = sum.Sum);
        counted
            .SelectMany(side => side.Lines, (side, line) => (
                Key: (side.Minute, side.Currency, line.Sku), Units: side.Sign * line.Quantity,
                Revenue: side.Sign * line.Quantity * line.UnitPrice))
            .GroupBy(line => line.Key)
            .SelectMany(group => group
                .Scan((Units: 0, Revenue: 0m), (sum, line) => (sum.Units + line.Units, sum.Revenue + line.Revenue))
                .Select(sum => (group.Key, Sum: sum)))
            .Subscribe(sum => _items[sum.Key] = sum.Sum);
        _connection = counted.Connect();
    }

    public override void Process(ReadOnlyMemory<byte> payload)
    {
        foreach (var change in OrderEvents.Decode(payload))
        {
            _changes.OnNext(change);
        }
    }

    public override void Finish() => _changes.OnCompleted();

    public override ContenderSums Result() => OrderEvents.Sums(_totals, _items);

    public override void Dispose()
    {
        _connection.Dispose();
        _changes.Dispose();
        base.Dispose();
    }
}
