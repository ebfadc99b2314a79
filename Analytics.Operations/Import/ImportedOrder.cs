using Analytics.Core.Orders;
using Analytics.Functions.Orders;
using Analytics.Storage;

namespace Analytics.Operations.Import;

/// <summary>A valid order of the past, as it was placed and what became of it.</summary>
/// <param name="Id">Its id, derived from what identifies it outside, so that it is imported once.</param>
/// <param name="Terms">The terms with which it was placed.</param>
/// <param name="PlacedAt">When it was placed: UTC, whole milliseconds.</param>
public sealed record ImportedOrder(OrderId Id, OrderTerms Terms, DateTimeOffset PlacedAt)
{
    /// <summary>Its lines after an amendment, and when it was amended; null if it was not.</summary>
    public (DateTimeOffset At, IReadOnlyList<OrderLine> Lines)? Amendment { get; init; }

    /// <summary>When it was cancelled; null if it was not.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>The lines of the file that it comes from; empty if it comes from no file.</summary>
    public IReadOnlyList<long> FileLines { get; init; } = [];

    /// <summary>The lines that count today; empty if the order was cancelled.</summary>
    public IReadOnlyList<OrderLine> CountedLines => CancelledAt is not null ? [] : Amendment?.Lines ?? Terms.Lines;

    /// <summary>The order as the orders function would have written it, with fresh change ids.</summary>
    /// <param name="slice">The dimensions with which it is placed.</param>
    /// <param name="lanes">Number of lanes to spread orders over.</param>
    /// <param name="random">Source of change ids.</param>
    public StoredOrder ToStored(Slice slice, int lanes, Random random)
    {
        var states = (this with { Terms = Terms with { Slice = slice } }).States(lanes, random).ToList();
        return states.Skip(1).Aggregate(StoredOrders.Of(states[0], Terms), (stored, changed) => StoredOrders.Changed(
            stored, changed.Status == OrderStatus.Cancelled ? ChangeKind.Cancelled : ChangeKind.Amended, changed, null));
    }

    /// <summary>The order after each of its changes, from its placement on, with fresh change ids.</summary>
    /// <param name="lanes">Number of lanes to spread orders over.</param>
    /// <param name="random">Source of change ids.</param>
    public IEnumerable<Order> States(int lanes, Random random)
    {
        var order = Terms.Place(Id, ChangeId.Fresh(Id, [], random), Lanes.Of(Id, lanes), PlacedAt);
        yield return order;
        if (Amendment is var (amendedAt, lines))
        {
            order = order.Changed(ChangeId.Fresh(Id, order.ChangeIds, random), amendedAt) with { Lines = lines };
            yield return order;
        }

        if (CancelledAt is { } cancelledAt)
        {
            yield return order.Cancel(ChangeId.Fresh(Id, order.ChangeIds, random), cancelledAt);
        }
    }

    /// <summary>Compares this order with the one that has its id in the table.</summary>
    /// <returns>What is different, as a sentence without a subject; null if the order is there already.</returns>
    public string? DifferenceFrom(FoundOrder found)
    {
        if (found.Stored is not { } stored)
        {
            return $"is in the table as {found.Id}, where another writer made it invalid";
        }

        return stored.RequestHash != RequestHash.Of(Terms) ? $"is in the table with other content, as {found.Id}"
            : stored.Order.PlacedAt != PlacedAt
                ? $"is in the table with another placedAt, as {found.Id}: {Timestamps.Format(stored.Order.PlacedAt)}"
            : CancelledAt is not null && stored.Order.Status != OrderStatus.Cancelled
                ? $"is in the table as {found.Id} and is not cancelled there; cancel it with the API"
            : null;
    }
}
