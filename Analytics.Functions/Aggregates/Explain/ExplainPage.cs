using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Functions.Aggregates;

/// <summary>A page of the orders that make up an aggregate.</summary>
/// <param name="Orders">The orders, each with what it adds.</param>
/// <param name="Whole">What the aggregates say of the whole range; null after the first page.</param>
/// <param name="End">Where the page ends; null for the last page.</param>
/// <param name="Unlisted">Of the last page: number of counted orders that the orders table no longer has.</param>
internal sealed record ExplainPage(
    IReadOnlyList<ExplainedOrder> Orders, AggregateReading? Whole, ExplainPosition? End, long Unlisted);

/// <summary>An order and what it adds to the aggregate.</summary>
/// <param name="Order">The order.</param>
/// <param name="Item">What it adds to the item that is explained; null if all items are.</param>
internal sealed record ExplainedOrder(Order Order, ItemTally? Item)
{
    /// <summary>What the order adds to the totals.</summary>
    public Totals Totals { get; } = Tally.Of([Order]).Totals;

    /// <summary>What an order adds, or null if it adds nothing.</summary>
    /// <param name="order">The order.</param>
    /// <param name="sku">The item that is explained; null if all items are.</param>
    /// <param name="currencies">The currencies that are explained; empty for all.</param>
    /// <param name="slices">The dimensions of the orders that are explained.</param>
    public static ExplainedOrder? Of(Order order, string? sku, IReadOnlyCollection<Currency> currencies, SliceFilter slices)
    {
        if ((currencies.Count > 0 && !currencies.Contains(order.Currency)) || !slices.Has(order.Slice))
        {
            return null;
        }

        return sku is null ? new ExplainedOrder(order, null)
            : Tally.Of([order]).Items.TryGetValue(sku, out var item) ? new ExplainedOrder(order, item)
            : null;
    }
}
