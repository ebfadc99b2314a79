using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>Places, shows and cancels orders.</summary>
/// <remarks>
/// The order is committed by one conditional write before it is announced, so what is announced is true, and what is committed is
/// told by the table's own stream even if the announcement never happens.
/// </remarks>
public sealed class OrdersHandler(IOrderStore store, IOrderEventPublisher announcer, int lanes, Func<OrderId> newId, Random random, TimeProvider time)
{
    private const int MaxIdempotencyKeyLength = 255;

    public async Task<APIGatewayHttpApiV2ProxyResponse> PlaceAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        if (!TryReadTerms(request, out var terms, out var refusal))
        {
            return refusal;
        }

        var key = request.Header("idempotency-key");
        if (key is not null && !IsIdempotencyKey(key))
        {
            return ApiResponse.Problem(400, "Invalid idempotency key",
                $"Idempotency-Key must be 1 to {MaxIdempotencyKeyLength} printable ASCII characters.");
        }

        var id = key is null ? newId() : OrderId.FromIdempotencyKey(key);
        var order = terms.Place(id, NewChange(id, []), Lanes.Of(id, lanes), time.GetUtcNow().ToMilliseconds());
        var wanted = new StoredOrder(order, RequestHash.Of(terms));
        if (await store.TryAddAsync(wanted, cancellationToken) is { } existing)
        {
            // With the id of this very change it was stored by the first try of a write that the SDK repeated.
            return existing.Stored is null ? Invalid(existing)
                : existing.Stored.Order.ChangeIds.Contains(order.LastChange) ? Show(existing.Stored.Order)
                : Replay(existing.Stored, wanted);
        }

        await announcer.PublishAsync(OrderChange.Published(null, order), log);
        return Show(order);
    }

    public async Task<APIGatewayHttpApiV2ProxyResponse> GetAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        await FindAsync(request, cancellationToken) switch
        {
            null => NoSuchOrder(request),
            { Stored: { } stored } => Show(stored.Order),
            var invalid => Invalid(invalid),
        };

    public async Task<APIGatewayHttpApiV2ProxyResponse> CancelAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request, cancellationToken);
        while (found is { Stored.Order: { Status: OrderStatus.Placed } order })
        {
            var cancelled = order.Cancel(NewChange(order.Id, order.ChangeIds), time.GetUtcNow().ToMilliseconds());
            var update = await store.TryUpdateAsync(found, cancelled, cancellationToken);
            if (update is not OrderUpdate.Written(var before, var after))
            {
                found = ((OrderUpdate.Lost)update).Current;
                continue;
            }

            // What another writer has edited is left to the table stream, which brings the edit before this change.
            if (before is { IsAsWritten: true, Stored: not null } && after.Stored is not null)
            {
                await announcer.PublishAsync(OrderChange.Published(before.Stored.Order, after.Stored.Order), log);
            }

            return after.Stored is { } stored ? Show(stored.Order) : Invalid(after);
        }

        return found is null ? NoSuchOrder(request) : found.Stored is { } existing ? Show(existing.Order) : Invalid(found);
    }

    private ChangeId NewChange(OrderId id, IReadOnlyList<ChangeId> used)
    {
        lock (random)
        {
            return ChangeId.Fresh(id, used, random);
        }
    }

    private static bool TryReadTerms(
        APIGatewayHttpApiV2ProxyRequest request,
        [NotNullWhen(true)] out OrderTerms? terms,
        [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        terms = null;
        refusal = null;
        if (!request.SaysJson())
        {
            refusal = ApiResponse.Problem(415, "Unsupported media type", "Send the order as content-type: application/json.");
            return false;
        }

        if (request.BodyBytes() is not { } body)
        {
            refusal = ApiResponse.Problem(400, "Malformed body", "The body is not the Base64 that it is said to be.");
            return false;
        }

        if (body.Length > OrderRules.MaxBodyBytes)
        {
            refusal = ApiResponse.Problem(413, "Body too large", $"An order takes at most {OrderRules.MaxBodyBytes:N0} bytes; this has {body.Length:N0}.");
            return false;
        }

        try
        {
            var errors = new FieldErrors();
            using var json = OrderReader.Parse(body);
            terms = OrderReader.Read(json.RootElement, errors).CheckTerms(errors);
            if (terms is null)
            {
                refusal = ApiResponse.Problem(400, "Invalid order", "The order breaks a rule; errors says which.", errors.List);
                return false;
            }

            return true;
        }
        catch (JsonException malformed)
        {
            refusal = ApiResponse.Problem(400, "Malformed JSON", $"The body cannot be read as JSON: {malformed.Message}");
            return false;
        }
    }

    private static APIGatewayHttpApiV2ProxyResponse Replay(StoredOrder existing, StoredOrder wanted) =>
        existing.RequestHash == wanted.RequestHash
            ? Show(existing.Order).With(ApiResponse.Replayed, "true")
            : ApiResponse.Problem(422, "Idempotency key reused",
                $"This Idempotency-Key has placed order {existing.Order.Id} with another body. Use a new key for a new order.");

    private async Task<FoundOrder?> FindAsync(APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        OrderId.TryParse(request.PathParameter("orderId"), out var id) ? await store.FindAsync(id, cancellationToken) : null;

    private static APIGatewayHttpApiV2ProxyResponse NoSuchOrder(APIGatewayHttpApiV2ProxyRequest request) =>
        ApiResponse.Problem(404, "No such order", $"There is no order {request.PathParameter("orderId")}.");

    private static APIGatewayHttpApiV2ProxyResponse Invalid(FoundOrder found) => ApiResponse.Problem(409, "Invalid stored order",
        $"Another writer has made order {found.Id} invalid in the orders table; errors says how. Correct the item there.", found.Errors);

    private static APIGatewayHttpApiV2ProxyResponse Show(Order order)
    {
        var answer = ApiResponse.Ok(json => OrderWriter.WriteAnswer(json, order))
            .With("Location", $"/orders/{order.Id}")
            .With("ETag", $"\"{order.Version}\"");
        return order.LastChange.IsNone ? answer : answer.With(ChangeToken.Header, ChangeToken.Of(order).ToString());
    }

    private static bool IsIdempotencyKey(string key) =>
        key.Length is >= 1 and <= MaxIdempotencyKeyLength && key.All(character => character is >= ' ' and <= '~');
}
