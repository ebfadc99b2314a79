using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Finds the orders that make up an aggregate, page by page.</summary>
/// <remarks>
/// First come the orders of the index, the newest first. If these are fewer than the aggregates had counted when the first page was read,
/// another writer has created or moved some outside the index. They come last, from a scan of the orders table, until all are found. An
/// order always adds one to the number of placed or of cancelled orders, so none can be missing unnoticed while nothing changes.
/// </remarks>
/// <param name="aggregates">Reads what was counted.</param>
/// <param name="orders">Lists the orders of the index.</param>
/// <param name="unindexed">Finds the other orders.</param>
public sealed class ExplainReader(AggregateReader aggregates, IOrderStore orders, IUnindexedOrders unindexed)
{
    // A page of the index spans at most 8 days, and most of the orders in it may be of other items.
    private const int MaxReads = 3;

    /// <summary>Reads the page that a query asks for.</summary>
    /// <exception cref="DocumentUnreadableException">A document in the range is damaged or has a newer format.</exception>
    internal async Task<ExplainPage> ReadAsync(ExplainQuery query, CancellationToken cancellationToken)
    {
        var whole = query.Start is null
            ? await aggregates.ReadAsync(
                new ReadPlan([query.Span.Minutes]) { Items = ItemSelection.Of(query.Sku is { } sold ? [sold] : []), Slices = query.Slices },
                withItems: true, cancellationToken)
            : null;
        var position = query.Start ?? Begin(query, whole!, await CountedAsync(query, whole!, cancellationToken));
        var sku = query.Sku is { } given && position.NormalizesSku ? OrderRules.NormalizeName(given) : query.Sku;
        var page = new List<ExplainedOrder>();
        for (var reads = 0; reads < MaxReads && page.Count < query.Limit && position.Unindexed is null; reads++)
        {
            position = await ReadIndexAsync(position, cancellationToken);
        }

        if (position.Unindexed is { } after && page.Count < query.Limit && position.Listed < position.Counted)
        {
            var part = await unindexed.ReadAsync(position.Range, after, query.Limit - page.Count, cancellationToken);
            page.AddRange(part.Orders.Select(Explained).OfType<ExplainedOrder>());
            position = position with { Unindexed = part.End, Listed = position.Listed + part.Orders.Count };
            if (part.End is null)
            {
                return new ExplainPage(page, whole, null, Math.Max(position.Counted - position.Listed, 0));
            }
        }

        return new ExplainPage(page, whole, position.Unindexed is not null && position.Listed >= position.Counted ? null : position, 0);

        async Task<ExplainPosition> ReadIndexAsync(ExplainPosition start, CancellationToken token)
        {
            var limit = sku is null && query.Currencies.Count == 0 && query.Slices.IsEmpty ? query.Limit - page.Count : PageLimit.Max;
            var list = new OrderList(start.Range.From.Start, start.Range.To.Start, limit) { After = start.After };
            var read = await orders.ListAsync(list, token);
            for (var index = 0; index < read.Orders.Count; index++)
            {
                var order = read.Orders[index].Stored!.Order;
                start = start with { Listed = start.Listed + 1, After = new OrderPosition(order.PlacedAt, order.Id) };
                page.AddRange(Explained(order) is { } explained ? [explained] : []);
                if (page.Count == query.Limit && index < read.Orders.Count - 1)
                {
                    return start;
                }
            }

            return read.End is { } end ? start with { After = end } : start with { Unindexed = "" };
        }

        ExplainedOrder? Explained(Order order) => ExplainedOrder.Of(order, sku, query.Currencies, query.Slices);
    }

    private static ExplainPosition Begin(ExplainQuery query, AggregateReading whole, Totals counted) =>
        new(query.Span.Minutes, counted.Orders + counted.Cancelled, 0)
        {
            NormalizesSku = query.Sku is { } sku && whole.NameOf(sku) != sku,
        };

    // The index is complete when it has as many orders as were counted, whatever their dimensions.
    private async Task<Totals> CountedAsync(ExplainQuery query, AggregateReading whole, CancellationToken cancellationToken)
    {
        var all = query.Slices.IsEmpty
            ? whole
            : await aggregates.ReadAsync(new ReadPlan([query.Span.Minutes]), withItems: false, cancellationToken);
        return all.TotalsOf(query.Span.Minutes);
    }
}
