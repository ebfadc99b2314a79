using Analytics.Core.Orders;

namespace Analytics.Core.Changes;

/// <summary>One change of an order: how it stood before, and how it stands after.</summary>
/// <remarks>
/// Placing has no before; a deletion has no after and takes the version that would have come next.
/// Only <see cref="Create"/> makes one, so that every change that exists obeys the rules of changes.
/// </remarks>
public sealed record OrderChange
{
    private OrderChange(Order? before, Order? after, ChangeId id, DateTimeOffset placedAt, DateTimeOffset changedAt)
    {
        Before = before;
        After = after;
        Id = id;
        PlacedAt = placedAt;
        ChangedAt = changedAt;
    }

    /// <summary>How the order stood; null when it was placed by this change.</summary>
    public Order? Before { get; }

    /// <summary>How it stands now; null when it was deleted by this change.</summary>
    public Order? After { get; }

    /// <summary>What is counted once.</summary>
    public ChangeId Id { get; }

    /// <summary>When the order was placed: the minute in which the change counts.</summary>
    public DateTimeOffset PlacedAt { get; }

    /// <summary>When this change happened, for telling how long it took to be counted.</summary>
    public DateTimeOffset ChangedAt { get; }

    /// <summary>A change from one state to the next.</summary>
    /// <exception cref="ArgumentException">The two do not follow each other; the message says why.</exception>
    public static OrderChange Create(Order? before, Order? after) => (before, after) switch
    {
        (null, null) => throw new ArgumentException("A change needs an order before or after it."),
        (null, { } placed) => placed.Version == 1
            ? new OrderChange(null, placed, new ChangeId(placed.Id, 1), placed.PlacedAt, placed.UpdatedAt)
            : throw new ArgumentException($"Version {placed.Version} of order {placed.Id} comes without the order before it."),
        ({ } deleted, null) => new OrderChange(
            deleted, null, new ChangeId(deleted.Id, deleted.Version + 1), deleted.PlacedAt, deleted.UpdatedAt),
        ({ } was, { } now) => Follows(was, now),
    };

    private static OrderChange Follows(Order was, Order now)
    {
        if (was.Id != now.Id)
        {
            throw new ArgumentException($"Order {was.Id} cannot become order {now.Id}.");
        }

        if (now.Version != was.Version + 1)
        {
            throw new ArgumentException($"Version {now.Version} of order {now.Id} does not follow version {was.Version}.");
        }

        return was.PlacedAt == now.PlacedAt
            ? new OrderChange(was, now, new ChangeId(now.Id, now.Version), now.PlacedAt, now.UpdatedAt)
            : throw new ArgumentException($"Order {now.Id} was placed at {was.PlacedAt:O}; that cannot change to {now.PlacedAt:O}.");
    }
}
