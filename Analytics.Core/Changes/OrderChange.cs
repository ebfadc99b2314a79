using System.Text;
using Analytics.Core.Orders;

namespace Analytics.Core.Changes;

/// <summary>
/// One change of an order: the order before and after it, where these are valid orders, and the ids that identify the change.
/// </summary>
public sealed record OrderChange
{
    private OrderChange(Order? before, Order? after)
    {
        if ((before ?? after) is null)
        {
            throw new ArgumentException("A change needs a valid order before or after it.");
        }

        (Before, After) = (before, after);
    }

    /// <summary>The order before the change; null if this change placed the order, or if it was not a valid order.</summary>
    public Order? Before { get; }

    /// <summary>The order after the change; null if the order was deleted, or if it is not a valid order.</summary>
    public Order? After { get; }

    /// <summary>The id of the changed order.</summary>
    public OrderId OrderId => (After ?? Before)!.Id;

    /// <summary>The table stream record that delivered the change; null if Kinesis delivered it.</summary>
    public TableRecord? Record { get; private init; }

    /// <summary>The id that the API gave the change; <see cref="ChangeId.None"/> if another writer made it.</summary>
    public ChangeId Id { get; private init; }

    /// <summary>
    /// Time of the change: the order's <c>UpdatedAt</c> for a change made by the API, otherwise the record's creation time.
    /// </summary>
    public DateTimeOffset ChangedAt { get; private init; }

    /// <summary>Creates a change made by the API, as it is published to Kinesis.</summary>
    /// <exception cref="ArgumentException">
    /// The order after the change has no change id or the same one as before, or the two orders have different ids.
    /// </exception>
    public static OrderChange Published(Order? before, Order after)
    {
        if (after.LastChange.IsNone || after.LastChange == before?.LastChange)
        {
            throw new ArgumentException($"The change of order {after.Id} has no id of its own.");
        }

        if (before is not null && before.Id != after.Id)
        {
            throw new ArgumentException($"Order {before.Id} cannot become order {after.Id}.");
        }

        return new OrderChange(before, after) { Id = after.LastChange, ChangedAt = after.UpdatedAt };
    }

    /// <summary>Creates a change from a record of the table stream.</summary>
    /// <remarks>The API made the change if the newest id of the order after it is not among the ids of the order before it.</remarks>
    /// <param name="before">The order before the change, if it was valid; otherwise null.</param>
    /// <param name="after">The order after the change, if it is valid; otherwise null.</param>
    /// <param name="idsBefore">The change ids before the change, even if that order was not valid.</param>
    /// <param name="record">The record that delivered the change.</param>
    /// <exception cref="ArgumentException">Both orders are null.</exception>
    public static OrderChange Streamed(Order? before, Order? after, IReadOnlyList<ChangeId> idsBefore, TableRecord record)
    {
        var isOwn = after is not null && !after.LastChange.IsNone && !idsBefore.Contains(after.LastChange);
        return new OrderChange(before, after)
        {
            Id = isOwn ? after!.LastChange : ChangeId.None,
            IdsBefore = idsBefore,
            Record = record,
            ChangedAt = isOwn ? after!.UpdatedAt : record.CreatedAt,
        };
    }

    /// <summary>The change ids before the change; empty for a published change.</summary>
    internal IReadOnlyList<ChangeId> IdsBefore { get; private init; } = [];
}

/// <summary>Identifies a record of the table stream. All values are the same on redelivery.</summary>
/// <param name="EventId">The record's <c>eventID</c>.</param>
/// <param name="SequenceNumber">The record's sequence number.</param>
/// <param name="CreatedAt">The record's approximate creation time.</param>
public sealed record TableRecord(string EventId, string SequenceNumber, DateTimeOffset CreatedAt)
{
    internal ChangeId IdFor(OrderId order) => ChangeId.OfRecord(order, Encoding.UTF8.GetBytes(EventId), Seconds);

    internal StreamPosition Position => StreamPosition.Of(Seconds, Encoding.UTF8.GetBytes(SequenceNumber));

    private long Seconds => (long)Math.Floor(CreatedAt.ToUnixTimeMilliseconds() / 1000.0);
}
