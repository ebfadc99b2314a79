using System.Text;
using Analytics.Core.Orders;

namespace Analytics.Core.Changes;

/// <summary>
/// One change of an order: the order before and after, as far as they are valid orders, and what tells the change from others.
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

    /// <summary>The order before; null when this change placed it, or it was not a valid order.</summary>
    public Order? Before { get; }

    /// <summary>The order after; null when it was deleted, or is not a valid order.</summary>
    public Order? After { get; }

    /// <summary>Which order.</summary>
    public OrderId OrderId => (After ?? Before)!.Id;

    /// <summary>Which record of the table stream brought it; null when Kinesis did.</summary>
    public TableRecord? Record { get; private init; }

    /// <summary>The id that the API gave the change; <see cref="ChangeId.None"/> when another writer made it.</summary>
    public ChangeId Id { get; private init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset ChangedAt { get; private init; }

    /// <summary>A change that the API made, as it is published to Kinesis.</summary>
    /// <exception cref="ArgumentException">The order after it has no change id, or both have the same.</exception>
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

    /// <summary>A change as a record of the table stream has it.</summary>
    /// <remarks>It is one that the API made if the newest id of the order after it is not among those of the order before it.</remarks>
    /// <param name="before">The order before, where it was a valid one.</param>
    /// <param name="after">The order after, where it is a valid one.</param>
    /// <param name="idsBefore">The change ids before, also of an order that was not valid.</param>
    /// <param name="record">Which record.</param>
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

    /// <summary>The change ids before; empty for a published change.</summary>
    internal IReadOnlyList<ChangeId> IdsBefore { get; private init; } = [];
}

/// <summary>What tells a record of the table stream from others; the same at each delivery.</summary>
/// <param name="EventId">Its <c>eventID</c>.</param>
/// <param name="SequenceNumber">Its sequence number.</param>
/// <param name="CreatedAt">Its approximate creation time.</param>
public sealed record TableRecord(string EventId, string SequenceNumber, DateTimeOffset CreatedAt)
{
    internal ChangeId IdFor(OrderId order) => ChangeId.OfRecord(order, Encoding.UTF8.GetBytes(EventId), Seconds);

    internal StreamPosition Position => StreamPosition.Of(Seconds, Encoding.UTF8.GetBytes(SequenceNumber));

    private long Seconds => (long)Math.Floor(CreatedAt.ToUnixTimeMilliseconds() / 1000.0);
}
