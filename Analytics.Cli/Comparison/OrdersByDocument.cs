using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions;
using Analytics.Functions.Orders;

namespace Analytics.Cli.Comparison;

/// <summary>What the orders of one document come to, and under which identities it must know them.</summary>
internal sealed class DocumentOrders
{
    /// <summary>Their tally.</summary>
    public Tally Tally { get; } = new();

    /// <summary>The identities of all their versions.</summary>
    public List<ulong> Identities { get; } = [];

    /// <summary>The orders themselves, where they were asked for.</summary>
    public List<Order> Orders { get; } = [];

    /// <summary>What a document without orders comes to.</summary>
    public static DocumentOrders None { get; } = new();
}

/// <summary>What a scan of the orders found.</summary>
/// <param name="Documents">The orders by the document that they count in.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Unreadable">Items that are no orders.</param>
internal sealed record OrdersByDocument(
    IReadOnlyDictionary<DocumentKey, DocumentOrders> Documents, long Count, IReadOnlyList<string> Unreadable)
{
    /// <summary>Scans the orders of a range.</summary>
    /// <param name="scan">The orders table.</param>
    /// <param name="range">Orders placed outside are passed over.</param>
    /// <param name="isPart">Whether the range is only a part of what there is, so that the table need not send the rest.</param>
    /// <param name="plan">The lanes.</param>
    /// <param name="keep">Whether the orders of a document are wanted themselves.</param>
    /// <param name="scanned">Told how many more items were looked at; from many threads.</param>
    /// <param name="cancellationToken">Ends the scan.</param>
    public static async Task<OrdersByDocument> ScanAsync(
        OrderScan scan, MinuteRange range, bool isPart, LanePlan plan, Func<DocumentKey, bool> keep, Action<int> scanned,
        CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var documents = new Dictionary<DocumentKey, DocumentOrders>();
        var unreadable = new List<string>();
        long count = 0;
        await Bounded.ForEachAsync(Enumerable.Range(0, scan.Segments), scan.Segments, async (segment, token) =>
        {
            await foreach (var page in scan.ReadSegmentAsync(segment, isPart ? range : null, token))
            {
                lock (gate)
                {
                    foreach (var item in page.Items)
                    {
                        try
                        {
                            count += Add(OrderItem.Read(item).Order) ? 1 : 0;
                        }
                        catch (FormatException notAnOrder)
                        {
                            unreadable.Add(notAnOrder.Message);
                        }
                    }
                }

                scanned(page.Scanned);
            }
        }, cancellationToken);
        return new OrdersByDocument(documents, count, unreadable);

        bool Add(Order order)
        {
            var minute = Minute.Of(order.PlacedAt);
            if (!range.Contains(minute))
            {
                return false;
            }

            var identities = ChangeId.AllOf(order).Select(id => id.Fingerprint()).ToList();
            var key = plan.DocumentOf(minute, identities[0]);
            if (!documents.TryGetValue(key, out var document))
            {
                documents.Add(key, document = new DocumentOrders());
            }

            document.Tally.Add(Tally.Of([order]));
            document.Identities.AddRange(identities.Select(identity => identity.Identity));
            if (keep(key))
            {
                document.Orders.Add(order);
            }

            return true;
        }
    }
}
