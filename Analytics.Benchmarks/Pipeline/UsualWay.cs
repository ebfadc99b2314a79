namespace Analytics.Benchmarks.Pipeline;

/// <summary>The usual way: the packages' event types, System.Text.Json (source-generated) into records, LINQ over each batch.</summary>
internal sealed class UsualWay : Way
{
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<(long Minute, string Currency), (int Orders, int Units, decimal Revenue)> _totals = [];
    private readonly Dictionary<(long Minute, string Currency, string Sku), (int Units, decimal Revenue)> _items = [];

    public override void Process(ReadOnlyMemory<byte> payload)
    {
        var counted = OrderEvents.Decode(payload).Where(change => _seen.Add(change.Id)).SelectMany(OrderEvents.Sides).ToList();
        foreach (var group in counted.GroupBy(side => (side.Minute, side.Currency)))
        {
            var sum = _totals.GetValueOrDefault(group.Key);
            _totals[group.Key] = (
                sum.Orders + group.Sum(side => side.Sign),
                sum.Units + group.Sum(side => side.Sign * side.Lines.Sum(line => line.Quantity)),
                sum.Revenue + group.Sum(side => side.Sign * side.Lines.Sum(line => line.Quantity * line.UnitPrice)));
        }

        var lines = counted.SelectMany(side => side.Lines, (side, line) => (
            Key: (side.Minute, side.Currency, line.Sku), Units: side.Sign * line.Quantity,
            Revenue: side.Sign * line.Quantity * line.UnitPrice));
        foreach (var group in lines.GroupBy(line => line.Key))
        {
            var sum = _items.GetValueOrDefault(group.Key);
            _items[group.Key] = (sum.Units + group.Sum(line => line.Units), sum.Revenue + group.Sum(line => line.Revenue));
        }
    }

    public override ContenderSums Result() => OrderEvents.Sums(_totals, _items);
}
