using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Finds the orders that <see cref="OrderIndex"/> lacks, because another writer created or moved them. Thread-safe.</summary>
public interface IUnindexedOrders
{
    /// <summary>Reads the next part of the orders table, a limited number of items, strongly consistent.</summary>
    /// <param name="range">The minutes in which the orders were placed.</param>
    /// <param name="after">The <see cref="UnindexedPage.End"/> of the part before; empty for the first part.</param>
    /// <param name="limit">Maximum number of orders of the part, at least 1.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<UnindexedPage> ReadAsync(MinuteRange range, string after, int limit, CancellationToken cancellationToken);
}

/// <summary>A part of the orders that the index lacks.</summary>
/// <param name="Orders">Valid orders, in no particular order.</param>
/// <param name="End">Where the part ends; null if it is the last one.</param>
public sealed record UnindexedPage(IReadOnlyList<Order> Orders, string? End);
