using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Functions.Callers;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>
/// Applies a change to an existing order exactly once, subject to the preconditions of the request, and retries if another writer changes
/// the order meanwhile.
/// </summary>
internal sealed class OrderChanger(
    IOrderStore store, IOrderEventPublisher publisher, Func<OrderId, IReadOnlyList<ChangeId>, ChangeId> newChange, TimeProvider time)
{
    /// <summary>Carries out a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">Who sent it.</param>
    /// <param name="found">The order as it was found; null if there is none that the caller may reach.</param>
    /// <param name="action">What the request does.</param>
    /// <param name="log">Receives warnings.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<APIGatewayHttpApiV2ProxyResponse> ApplyAsync(
        APIGatewayHttpApiV2ProxyRequest request, Caller caller, FoundOrder? found, OrderAction action, Action<string> log,
        CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(request, out var key, out var badKey))
        {
            return badKey!;
        }

        var keyed = key is null ? (KeyedRequest?)null : KeyedRequest.Of(caller.Own(key), action.Content);
        var tried = ChangeId.None;
        while (found is { Stored: { } stored })
        {
            // If the order has the id of the last attempt, that attempt was stored and the SDK has retried it.
            if (stored.Order.ChangeIds.Contains(tried))
            {
                return OrderAnswers.Show(request, found);
            }

            if (Replayed(request, found, keyed) is { } replayed)
            {
                return replayed;
            }

            if (!action.TryApply(stored.Order, out var planned, out var refusal))
            {
                return refusal;
            }

            if (Answered(request, found, planned, keyed) is { } answer)
            {
                return answer;
            }

            tried = newChange(stored.Order.Id, stored.Order.ChangeIds);
            var changed = StoredOrders.Changed(stored, action.Kind, planned.Change(tried, time.GetUtcNow().ToMilliseconds()), keyed);
            var update = await store.TryUpdateAsync(found, changed, cancellationToken);
            if (update is OrderUpdate.Written(var before, var after))
            {
                // If another writer has edited the order, do not publish: the table stream delivers the edit and this change in order.
                if (before is { IsAsWritten: true, Stored: not null } && after.Stored is not null)
                {
                    await publisher.PublishAsync(OrderChange.Published(before.Stored.Order, after.Stored.Order), log);
                }

                return after.Stored is not null ? OrderAnswers.Show(request, after) : OrderAnswers.Invalid(after);
            }

            found = caller.Reached(((OrderUpdate.Lost)update).Current);
        }

        return found is null ? OrderAnswers.NoSuchOrder(request) : OrderAnswers.Invalid(found);
    }

    // The answer to a request whose key has changed the order before; null if it has not.
    private static APIGatewayHttpApiV2ProxyResponse? Replayed(
        APIGatewayHttpApiV2ProxyRequest request, FoundOrder found, KeyedRequest? keyed) =>
        keyed is not { } repeated
        || found.Stored!.KeyedRequests.FirstOrDefault(one => one.Key == repeated.Key) is not { Key: not null } before ? null
        : before == repeated ? OrderAnswers.Replay(request, found)
        : ApiResponse.Problem(422, $"This Idempotency-Key has changed order {found.Id} by another request. Use a new key.");

    // The answer to a request that changes nothing; null if it is to be carried out.
    private static APIGatewayHttpApiV2ProxyResponse? Answered(
        APIGatewayHttpApiV2ProxyRequest request, FoundOrder found, PlannedChange planned, KeyedRequest? keyed)
    {
        // A key is remembered by a change, so an amendment with a key is one even if the lines are the same.
        if (planned.Conflict is { } conflict)
        {
            return conflict;
        }

        var tag = OrderTag.Of(found);
        return planned.IsDone && (keyed is null || found.Stored!.Order.Status == OrderStatus.Cancelled)
            ? MayRepeat(request, found) ? OrderAnswers.Show(request, found) : Preconditions.Failed(tag)
            : request.Evaluate(exists: true, tag) == Precondition.Holds ? null : Preconditions.Failed(tag);
    }

    // A repeated request succeeds if its preconditions hold now or held for the order before its last change (RFC 9110, section 13.1.1).
    private static bool MayRepeat(APIGatewayHttpApiV2ProxyRequest request, FoundOrder found) =>
        request.Evaluate(exists: true, OrderTag.Of(found)) == Precondition.Holds
        || request.Evaluate(exists: true, OrderTag.BeforeLastChange(found)) == Precondition.Holds;
}
