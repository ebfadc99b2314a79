using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Http;

namespace Analytics.Functions.Orders;

/// <summary>Places, shows and cancels orders.</summary>
/// <remarks>
/// The order is committed by one conditional write before it is announced, so what is announced is true, and what is committed is
/// told by the table's own stream even if the announcement never happens.
/// </remarks>
internal sealed class OrdersHandler(IOrderStore store, IAnnouncer announcer, Func<OrderId> newId, TimeProvider time)
{
    private const int IdempotencyKeyLengthMax = 255;

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
            return Answer.Problem(400, "Invalid idempotency key",
                $"Idempotency-Key must be 1 to {IdempotencyKeyLengthMax} printable ASCII characters.");
        }

        var order = terms.Place(key is null ? newId() : OrderId.FromIdempotencyKey(key), time.GetUtcNow().ToMilliseconds());
        var wanted = new StoredOrder(order, RequestHash.Of(terms));
        if (await store.TryAddAsync(wanted, cancellationToken) is { } existing)
        {
            return Replay(existing, wanted, isRepeat: key is not null);
        }

        await announcer.AnnounceAsync(OrderChange.Create(null, order), log);
        return Show(order);
    }

    public async Task<APIGatewayHttpApiV2ProxyResponse> GetAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        await FindAsync(request, cancellationToken) is { } stored ? Show(stored.Order) : NoSuchOrder(request);

    public async Task<APIGatewayHttpApiV2ProxyResponse> CancelAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(request, cancellationToken);
        if (stored is null)
        {
            return NoSuchOrder(request);
        }

        while (stored.Order.Status != OrderStatus.Cancelled)
        {
            var cancelled = stored with { Order = stored.Order.Cancel(time.GetUtcNow().ToMilliseconds()) };
            if (await store.TryReplaceAsync(cancelled, cancellationToken) is { } changedMeanwhile)
            {
                stored = changedMeanwhile;
                continue;
            }

            await announcer.AnnounceAsync(OrderChange.Create(stored.Order, cancelled.Order), log);
            return Show(cancelled.Order);
        }

        return Show(stored.Order);
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
            refusal = Answer.Problem(415, "Unsupported media type", "Send the order as content-type: application/json.");
            return false;
        }

        if (request.BodyBytes() is not { } body)
        {
            refusal = Answer.Problem(400, "Malformed body", "The body is not the Base64 that it is said to be.");
            return false;
        }

        if (body.Length > OrderRules.BodyBytesMax)
        {
            refusal = Answer.Problem(413, "Body too large", $"An order takes at most {OrderRules.BodyBytesMax:N0} bytes; this has {body.Length:N0}.");
            return false;
        }

        try
        {
            var errors = new FieldErrors();
            using var json = OrderReader.Parse(body);
            terms = OrderReader.Read(json.RootElement, errors).CheckTerms(errors);
            if (terms is null)
            {
                refusal = Answer.Problem(400, "Invalid order", "The order breaks a rule; errors says which.", errors.List);
                return false;
            }

            return true;
        }
        catch (JsonException malformed)
        {
            refusal = Answer.Problem(400, "Malformed JSON", $"The body cannot be read as JSON: {malformed.Message}");
            return false;
        }
    }

    private static APIGatewayHttpApiV2ProxyResponse Replay(StoredOrder existing, StoredOrder wanted, bool isRepeat)
    {
        if (existing.RequestHash != wanted.RequestHash)
        {
            return Answer.Problem(422, "Idempotency key reused",
                $"This Idempotency-Key has placed order {existing.Order.Id} with another body. Use a new key for a new order.");
        }

        // Without a key the id is new, so what has it can only be this very order: the write was repeated after its answer was lost.
        var answer = Show(existing.Order);
        return isRepeat ? answer.With(Answer.Replayed, "true") : answer;
    }

    private async Task<StoredOrder?> FindAsync(APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        OrderId.TryParse(request.PathParameter("orderId"), out var id) ? await store.FindAsync(id, cancellationToken) : null;

    private static APIGatewayHttpApiV2ProxyResponse NoSuchOrder(APIGatewayHttpApiV2ProxyRequest request) =>
        Answer.Problem(404, "No such order", $"There is no order {request.PathParameter("orderId")}.");

    private static APIGatewayHttpApiV2ProxyResponse Show(Order order) =>
        Answer.Ok(json => OrderWriter.WriteAnswer(json, order))
            .With("Location", $"/orders/{order.Id}")
            .With("ETag", $"\"{order.Version}\"");

    private static bool IsIdempotencyKey(string key) =>
        key.Length is >= 1 and <= IdempotencyKeyLengthMax && key.All(character => character is >= ' ' and <= '~');
}
