using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>Handles requests to place, get and cancel orders.</summary>
/// <remarks>
/// An order is committed by one conditional write before it is published. So only committed changes are published, and the table stream
/// delivers a committed change even if publishing fails.
/// </remarks>
public sealed class OrdersHandler(
    IOrderStore store, IOrderEventPublisher publisher, int lanes, Func<OrderId> newId, Random random, TimeProvider time)
{
    private const int MaxIdempotencyKeyLength = 255;

    public async Task<APIGatewayHttpApiV2ProxyResponse> PlaceAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        if (Unknown(request) is { } unknown)
        {
            return unknown;
        }

        var now = time.GetUtcNow().ToMilliseconds();
        if (!TryReadTerms(request, now, out var terms, out var refusal))
        {
            return refusal;
        }

        var key = request.Header("idempotency-key");
        if (key is not null && !IsIdempotencyKey(key))
        {
            return ApiResponse.Problem(400, $"Idempotency-Key must be 1 to {MaxIdempotencyKeyLength} printable ASCII characters.");
        }

        // The preconditions concern the collection of orders, which has no representation of its own.
        if (request.Evaluate(exists: false, tag: null) != Precondition.Holds)
        {
            return Preconditions.Failed(null);
        }

        var id = terms.Reference is { } reference ? OrderId.FromReference(reference)
            : key is null ? newId() : OrderId.FromIdempotencyKey(key);
        var order = terms.Place(id, NewChange(id, []), Lanes.Of(id, lanes), now);
        var wanted = NewOrder.Of(order, terms);
        if (await store.TryAddAsync(wanted, cancellationToken) is { } existing)
        {
            // If the stored order has this change's id, the first attempt of a write that the SDK retried has stored it.
            return existing.Stored is null ? Invalid(existing)
                : existing.Stored.Order.ChangeIds.Contains(order.LastChange) ? Show(request, existing)
                : Replay(request, existing, wanted);
        }

        await publisher.PublishAsync(OrderChange.Published(null, order), log);
        return Show(request, new FoundOrder($"{id}", wanted, []) { IsAsWritten = true });
    }

    public async Task<APIGatewayHttpApiV2ProxyResponse> GetAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        Unknown(request) ?? await FindAsync(request, cancellationToken) switch
        {
            null => NoSuchOrder(request),
            { Stored: not null } found => Show(request, found).Conditioned(request, OrderTag.Of(found)),
            var invalid => Invalid(invalid),
        };

    public async Task<APIGatewayHttpApiV2ProxyResponse> CancelAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        if (Unknown(request) is { } unknown)
        {
            return unknown;
        }

        var found = await FindAsync(request, cancellationToken);
        while (found is { Stored.Order: { Status: OrderStatus.Placed } order })
        {
            var tag = OrderTag.Of(found);
            if (request.Evaluate(exists: true, tag) != Precondition.Holds)
            {
                return Preconditions.Failed(tag);
            }

            var cancelled = order.Cancel(NewChange(order.Id, order.ChangeIds), time.GetUtcNow().ToMilliseconds());
            var update = await store.TryUpdateAsync(found, cancelled, cancellationToken);
            if (update is not OrderUpdate.Written(var before, var after))
            {
                found = ((OrderUpdate.Lost)update).Current;
                continue;
            }

            // If another writer has edited the order, only the table stream delivers this change: it delivers the edit before it.
            if (before is { IsAsWritten: true, Stored: not null } && after.Stored is not null)
            {
                await publisher.PublishAsync(OrderChange.Published(before.Stored.Order, after.Stored.Order), log);
            }

            return after.Stored is not null ? Show(request, after) : Invalid(after);
        }

        return found is null ? NoSuchOrder(request)
            : found.Stored is null ? Invalid(found)
            : MayRepeat(request, found) ? Show(request, found)
            : Preconditions.Failed(OrderTag.Of(found));
    }

    // A repeated cancellation succeeds if its preconditions hold now or held for the order before it was cancelled (RFC 9110, section
    // 13.1.1).
    private static bool MayRepeat(APIGatewayHttpApiV2ProxyRequest request, FoundOrder found) =>
        request.Evaluate(exists: true, OrderTag.Of(found)) == Precondition.Holds
        || request.Evaluate(exists: true, OrderTag.BeforeLastChange(found)) == Precondition.Holds;

    private ChangeId NewChange(OrderId id, IReadOnlyList<ChangeId> used)
    {
        lock (random)
        {
            return ChangeId.Fresh(id, used, random);
        }
    }

    private static bool TryReadTerms(
        APIGatewayHttpApiV2ProxyRequest request,
        DateTimeOffset now,
        [NotNullWhen(true)] out OrderTerms? terms,
        [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        terms = null;
        if (!JsonBody.TryRead(request, OrderRules.MaxBodyBytes, out var body, out refusal))
        {
            return false;
        }

        try
        {
            var errors = new FieldErrors();
            using var json = OrderReader.ParseText(body);
            terms = OrderRequestReader.Read(json.RootElement, errors).CheckNewTerms(errors, now);
            refusal = terms is null ? ApiResponse.Problem(400, "The order breaks a rule; errors says which.", errors.List) : null;
        }
        catch (JsonException malformed)
        {
            refusal = ApiResponse.Problem(400, $"The body is not JSON: {malformed.Message}.");
        }

        return refusal is null;
    }

    private static APIGatewayHttpApiV2ProxyResponse Replay(
        APIGatewayHttpApiV2ProxyRequest request, FoundOrder existing, StoredOrder wanted) =>
        existing.Stored!.RequestHash == wanted.RequestHash
            ? Show(request, existing).With(ApiResponse.Replayed, "true")
            : ApiResponse.Problem(422, wanted.Order.Reference is { } reference
                ? $"The reference {reference} is that of order {existing.Id}, which was placed with another body."
                : $"This Idempotency-Key has placed order {existing.Id} with another body. Use a new key for a new order.");

    private static APIGatewayHttpApiV2ProxyResponse? Unknown(APIGatewayHttpApiV2ProxyRequest request)
    {
        var errors = new FieldErrors();
        QueryParameters.Check(request, [], errors);
        return errors.Any
            ? ApiResponse.Problem(400, "The query breaks a rule; errors says which.", errors.List, ErrorLocation.Parameter)
            : null;
    }

    private async Task<FoundOrder?> FindAsync(APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        OrderId.TryParse(request.PathParameter("orderId")?.ToLowerInvariant(), out var id) ? await store.FindAsync(id, cancellationToken)
            : null;

    private static APIGatewayHttpApiV2ProxyResponse NoSuchOrder(APIGatewayHttpApiV2ProxyRequest request) =>
        ApiResponse.Problem(404, $"There is no order {request.PathParameter("orderId")}.");

    private static APIGatewayHttpApiV2ProxyResponse Invalid(FoundOrder found) => ApiResponse.Problem(409,
        $"Another writer has made order {found.Id} invalid in the orders table; errors says how. Correct the item there.", found.Errors);

    private static APIGatewayHttpApiV2ProxyResponse Show(APIGatewayHttpApiV2ProxyRequest request, FoundOrder found)
    {
        var order = found.Stored!.Order;
        var answer = ApiResponse.Ok(json => OrderWriter.WriteAnswer(json, order))
            .With("Location", $"{BasePath.Of(request)}/orders/{order.Id}")
            .With("ETag", $"{OrderTag.Of(found)}");
        return order.LastChange.IsNone ? answer : answer.With(ChangeToken.Header, ChangeToken.Of(order).ToString());
    }

    private static bool IsIdempotencyKey(string key) =>
        key.Length is >= 1 and <= MaxIdempotencyKeyLength && key.All(character => character is >= ' ' and <= '~');
}
