using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Callers;
using Analytics.Functions.Http;
using Analytics.Functions.Runtime;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>Handles requests to place, get, list, amend, refund and cancel orders.</summary>
/// <remarks>
/// An order is committed by one conditional write before it is published. So only committed changes are published, and the table stream
/// delivers a committed change even if publishing fails.
/// </remarks>
public sealed class OrdersHandler
{
    // The first call of a process needs most of it.
    private static readonly TimeSpan RegistryTimeout = TimeSpan.FromMilliseconds(500);

    private readonly IOrderStore _store;
    private readonly IOrderEventPublisher _publisher;
    private readonly int _lanes;
    private readonly Func<OrderId> _newId;
    private readonly Random _random;
    private readonly TimeProvider _time;
    private readonly OrderChanger _changer;
    private readonly CallerReader _callers;
    private readonly PriceReader _prices;
    private readonly OrderDimensions _dimensions;
    private readonly DimensionRegistry? _registry;

    /// <summary>Creates the handler.</summary>
    /// <param name="store">Stores the orders.</param>
    /// <param name="publisher">Publishes their changes.</param>
    /// <param name="lanes">Number of lanes over which new orders are spread.</param>
    /// <param name="newId">Returns the id of an order with neither a reference nor a key.</param>
    /// <param name="random">Source of change ids.</param>
    /// <param name="time">The clock.</param>
    /// <param name="dimensions">The dimensions that orders may have; null for channel and country.</param>
    /// <param name="registry">Decides which values of dimensions are told apart; null for all.</param>
    /// <param name="callers">Reads who sends a request; null if everyone may reach all orders.</param>
    /// <param name="catalogue">Has the prices of callers who may not set them; null if all set prices themselves.</param>
    public OrdersHandler(
        IOrderStore store, IOrderEventPublisher publisher, int lanes, Func<OrderId> newId, Random random, TimeProvider time,
        OrderDimensions? dimensions = null, DimensionRegistry? registry = null, CallerReader? callers = null,
        ICatalogue? catalogue = null)
    {
        (_dimensions, _registry) = (dimensions ?? OrderDimensions.Default, registry);
        (_callers, _prices) = (callers ?? new CallerReader(ApiAccess.Open, ""), new PriceReader(catalogue));
        (_store, _publisher, _lanes, _newId, _random, _time) = (store, publisher, lanes, newId, random, time);
        _changer = new OrderChanger(store, publisher, NewChange, time);
    }

    public async Task<APIGatewayHttpApiV2ProxyResponse> PlaceAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        if (!_callers.TryRead(request, out var caller, out var refusal))
        {
            return refusal;
        }

        if (OrderAnswers.UnknownParameters(request) is { } unknown)
        {
            return unknown;
        }

        if (!OrderBody.TryRead(request, out var body, out refusal))
        {
            return refusal;
        }

        using var _ = body;
        var now = _time.GetUtcNow().ToMilliseconds();
        var prices = await _prices.ReadAsync(caller, body, cancellationToken);
        if (!body.TryReadTerms(_dimensions, caller, prices, now, out var terms, out refusal))
        {
            return refusal;
        }

        if (!IdempotencyKey.TryRead(request, out var key, out var badKey))
        {
            return badKey!;
        }

        // The preconditions concern the collection of orders, which has no representation of its own.
        if (request.Evaluate(exists: false, tag: null) != Precondition.Holds)
        {
            return Preconditions.Failed(null);
        }

        var id = terms.Reference is { } reference ? caller.IdOfReference(reference) : key is null ? _newId() : caller.IdOfKey(key);
        var mayExist = terms.Reference is not null || key is not null;
        var admitted = terms with { Slice = await AdmitAsync(terms.Slice, mayExist ? id : null, log, cancellationToken) };
        var order = admitted.Place(id, NewChange(id, []), Lanes.Of(id, _lanes), now);
        var wanted = StoredOrders.Of(order, prices is null ? terms : PriceList.Unpriced(terms));
        if (await _store.TryAddAsync(wanted, cancellationToken) is { } existing)
        {
            // If the stored order has this change's id, the first attempt of a write that the SDK retried has stored it.
            return caller.Reached(existing) is null ? Taken()
                : existing.Stored is null ? OrderAnswers.Invalid(existing)
                : existing.Stored.Order.ChangeIds.Contains(order.LastChange) ? OrderAnswers.Show(request, existing)
                : Replay(request, existing, wanted);
        }

        await _publisher.PublishAsync(OrderChange.Published(null, order), log);
        return OrderAnswers.Show(request, new FoundOrder($"{id}", wanted, []) { IsAsWritten = true });
    }

    public async Task<APIGatewayHttpApiV2ProxyResponse> GetAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        !_callers.TryRead(request, out var caller, out var refusal) ? refusal
            : OrderAnswers.UnknownParameters(request) ?? await FindAsync(request, caller, cancellationToken) switch
            {
                null => OrderAnswers.NoSuchOrder(request),
                { Stored: not null } found => OrderAnswers.Show(request, found).Conditioned(request, OrderTag.Of(found)),
                var invalid => OrderAnswers.Invalid(invalid),
            };

    public async Task<APIGatewayHttpApiV2ProxyResponse> ListAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken)
    {
        if (!_callers.TryRead(request, out var caller, out var refusal))
        {
            return refusal;
        }

        var query = new OrderListQuery(request, _dimensions, caller, _time.GetUtcNow());
        if (query.OtherCustomer is { } other)
        {
            return OrderAnswers.OtherCustomer(caller.CustomerId!, other);
        }

        if (query.Reference() is { } reference)
        {
            var found = query.Errors.Any ? null
                : caller.Reached(await _store.FindAsync(caller.IdOfReference(reference, query.ReferenceOf), cancellationToken));
            return query.Errors.Any ? OrderAnswers.InvalidQuery(query.Errors)
                : found is { Stored: null } ? OrderAnswers.Invalid(found)
                : OrderAnswers.ShowAll(found is null ? [] : [found], null, query.CursorAfter);
        }

        var list = query.List();
        if (query.Errors.Any)
        {
            return OrderAnswers.InvalidQuery(query.Errors);
        }

        var page = await _store.ListAsync(list, cancellationToken);
        return OrderAnswers.ShowAll(page.Orders, page.End, query.CursorAfter);
    }

    public async Task<APIGatewayHttpApiV2ProxyResponse> CancelAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken) =>
        !_callers.TryRead(request, out var caller, out var refusal) ? refusal
            : OrderAnswers.UnknownParameters(request)
                ?? await _changer.ApplyAsync(
                    request, caller, await FindAsync(request, caller, cancellationToken), new Cancellation(), log, cancellationToken);

    public Task<APIGatewayHttpApiV2ProxyResponse> AmendAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken) =>
        ChangeAsync(
            request, async (caller, body) => new Amendment(body, await _prices.ReadAsync(caller, body, cancellationToken)), log,
            cancellationToken);

    public Task<APIGatewayHttpApiV2ProxyResponse> RefundAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken) =>
        ChangeAsync(request, (_, body) => Task.FromResult<OrderAction>(new RefundAction(body)), log, cancellationToken);

    private async Task<APIGatewayHttpApiV2ProxyResponse> ChangeAsync(
        APIGatewayHttpApiV2ProxyRequest request, Func<Caller, OrderBody, Task<OrderAction>> action, Action<string> log,
        CancellationToken cancellationToken)
    {
        if (!_callers.TryRead(request, out var caller, out var refusal))
        {
            return refusal;
        }

        if (OrderAnswers.UnknownParameters(request) is { } unknown)
        {
            return unknown;
        }

        if (!OrderBody.TryRead(request, out var body, out refusal))
        {
            return refusal;
        }

        using var _ = body;
        var found = await FindAsync(request, caller, cancellationToken);
        return await _changer.ApplyAsync(request, caller, found, await action(caller, body), log, cancellationToken);
    }

    // Whether a value is registered must not decide whether the order is taken, nor what it says: DynamoDB may be slow. A request that
    // places no order because one has its id registers nothing.
    private async Task<Slice> AdmitAsync(Slice slice, OrderId? mayExist, Action<string> log, CancellationToken cancellationToken)
    {
        if (_registry is null || slice.IsNone)
        {
            return slice;
        }

        if (mayExist is { } id && !_registry.Knows(slice) && await _store.FindAsync(id, cancellationToken) is not null)
        {
            return _registry.AdmitUnread(slice);
        }

        using var bound = new CancellationTokenSource(RegistryTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await _registry.AdmitAsync(slice, either.Token).WaitAsync(RegistryTimeout, _time, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var admitted = _registry.AdmitUnread(slice);
            log($"The values of dimensions could not be read, so an order of {slice} is placed with {admitted}: "
                + $"{failure.GetType().Name}: {failure.Message}");
            return admitted;
        }
    }

    private ChangeId NewChange(OrderId id, IReadOnlyList<ChangeId> used)
    {
        lock (_random)
        {
            return ChangeId.Fresh(id, used, _random);
        }
    }

    private static APIGatewayHttpApiV2ProxyResponse Replay(
        APIGatewayHttpApiV2ProxyRequest request, FoundOrder existing, StoredOrder wanted) =>
        existing.Stored!.RequestHash == wanted.RequestHash
            ? OrderAnswers.Replay(request, existing)
            : ApiResponse.Problem(422, wanted.Order.Reference is { } reference
                ? $"The reference {reference} is that of order {existing.Id}, which was placed with another body."
                : $"This Idempotency-Key has placed order {existing.Id} with another body. Use a new key for a new order.");

    private static APIGatewayHttpApiV2ProxyResponse Taken() => ApiResponse.Problem(422,
        "The reference or Idempotency-Key has placed an order that another program has since given to another customer, or made invalid. "
            + "Use a new one.");

    private async Task<FoundOrder?> FindAsync(
        APIGatewayHttpApiV2ProxyRequest request, Caller caller, CancellationToken cancellationToken) =>
        OrderId.TryParse(request.PathParameter("orderId")?.ToLowerInvariant(), out var id)
            ? caller.Reached(await _store.FindAsync(id, cancellationToken))
            : null;
}
