using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Http;

namespace Analytics.Functions.Orders;

/// <summary>A requested change of an order, before the order is known.</summary>
internal abstract class OrderAction
{
    public abstract ChangeKind Kind { get; }

    /// <summary>The request in canonical form. A repeated request has the same, whatever became of the order.</summary>
    public abstract string Content { get; }

    /// <summary>Applies the request to the order as it was found.</summary>
    /// <param name="order">The order.</param>
    /// <param name="planned">The change to make.</param>
    /// <param name="refusal">400 if the request breaks a rule for this order.</param>
    public abstract bool TryApply(
        Order order, [NotNullWhen(true)] out PlannedChange? planned, [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal);
}

/// <summary>The change that a request makes to an order in its present state, or why it makes none.</summary>
/// <param name="IsDone">Whether the order is already as the request wants it.</param>
/// <param name="Conflict">409 if the state of the order forbids the request; otherwise null.</param>
/// <param name="Change">Returns the order after the change.</param>
internal sealed record PlannedChange(
    bool IsDone, APIGatewayHttpApiV2ProxyResponse? Conflict, Func<ChangeId, DateTimeOffset, Order> Change);

/// <summary>Cancels an order. A cancelled order stays cancelled.</summary>
internal sealed class Cancellation : OrderAction
{
    public override ChangeKind Kind => ChangeKind.Cancelled;

    public override string Content => "cancel";

    public override bool TryApply(
        Order order, [NotNullWhen(true)] out PlannedChange? planned, [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        refusal = null;
        planned = new PlannedChange(order.Status == OrderStatus.Cancelled, Conflict: null, order.Cancel);
        return true;
    }
}

/// <summary>Replaces the lines of an order that is not cancelled.</summary>
/// <param name="body">The body of the request.</param>
/// <param name="prices">The prices that the lines get; null if they bring their own.</param>
internal sealed class Amendment(OrderBody body, PriceList? prices) : OrderAction
{
    public override ChangeKind Kind => ChangeKind.Amended;

    public override string Content => $"amend {body.Canonical}";

    public override bool TryApply(
        Order order, [NotNullWhen(true)] out PlannedChange? planned, [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        planned = null;
        if (!body.TryReadLines(order.Currency, prices, out var lines, out refusal))
        {
            return false;
        }

        var isCancelled = order.Status == OrderStatus.Cancelled;
        var isRefunded = order.Lines.Any(line => line.RefundedMinor > 0 || line.Returned > 0);
        planned = new PlannedChange(
            order.Lines.SequenceEqual(lines) && !isCancelled,
            isCancelled ? ApiResponse.Problem(409, $"Order {order.Id} is cancelled; its lines cannot be amended.")
                : isRefunded ? ApiResponse.Problem(409, $"Order {order.Id} has refunds; its lines cannot be amended.")
                : null,
            (change, at) => order.Amend(change, at, lines));
        return true;
    }
}
