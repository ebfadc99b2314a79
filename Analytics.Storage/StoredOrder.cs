using Analytics.Core.Orders;

namespace Analytics.Storage;

/// <summary>A valid order, with what the API remembers of its requests. Value equality over all fields.</summary>
/// <param name="Order">The order.</param>
/// <param name="RequestHash">Shows whether a request that repeats an idempotency key or a reference also repeats the content.</param>
public sealed record StoredOrder(Order Order, string RequestHash)
{
    /// <summary>Number of newest requests with a key that an order remembers.</summary>
    public const int MaxKeyedRequests = 8;

    /// <summary>
    /// Hash of everything that is shown, except for the version, the status and the time of the last change, as the API last wrote it;
    /// null while <see cref="RequestHash"/> detects such edits.
    /// </summary>
    public string? DetailsDigest { get; init; }

    /// <summary>The placement and the API's later changes, the newest 32; empty until the first later change.</summary>
    public IReadOnlyList<LoggedChange> Log { get; init; } = [];

    /// <summary>The newest requests with an idempotency key that changed the order, oldest first.</summary>
    public IReadOnlyList<KeyedRequest> KeyedRequests { get; init; } = [];

    /// <summary>All changes by the API that are known, oldest first. An order that was not changed since shows its placement.</summary>
    public IReadOnlyList<LoggedChange> Changes => Log.Count > 0 || Order.Version != 1 || Order.LastChange.IsNone
        ? Log
        : [new LoggedChange(ChangeKind.Placed, Order.UpdatedAt, 1)];

    /// <summary>Returns the order after a change by the API, with the change in its log.</summary>
    /// <param name="changed">The order after the change.</param>
    /// <param name="kind">What was done.</param>
    /// <param name="request">The request, if it had an idempotency key.</param>
    public StoredOrder Changed(Order changed, ChangeKind kind, KeyedRequest? request) => this with
    {
        Order = changed,
        Log = [.. Changes.Append(new LoggedChange(kind, changed.UpdatedAt, changed.Version)).TakeLast(LoggedChange.MaxLogged)],
        KeyedRequests = request is { } keyed ? [.. KeyedRequests.Append(keyed).TakeLast(MaxKeyedRequests)] : KeyedRequests,
    };

    /// <inheritdoc/>
    public bool Equals(StoredOrder? other) =>
        other is not null && Order == other.Order && RequestHash == other.RequestHash && DetailsDigest == other.DetailsDigest
        && Log.SequenceEqual(other.Log) && KeyedRequests.SequenceEqual(other.KeyedRequests);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Order, RequestHash);
}
