using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Http;

namespace Analytics.Functions.Orders;

/// <summary>Pays back some of what the lines of an order cost, and takes units back.</summary>
/// <remarks>A repeated request is another refund unless it has an idempotency key.</remarks>
/// <param name="body">The body of the request.</param>
internal sealed class RefundAction(OrderBody body) : OrderAction
{
    public override ChangeKind Kind => ChangeKind.Refunded;

    public override string Content => $"refund {body.Canonical}";

    public override bool TryApply(
        Order order, [NotNullWhen(true)] out PlannedChange? planned, [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        planned = null;
        if (!body.TryReadRefund(order, out var refund, out refusal))
        {
            return false;
        }

        planned = new PlannedChange(
            IsDone: false,
            refund.Conflict is { } why ? ApiResponse.Problem(409, $"Order {order.Id} cannot be refunded: {why}.") : null,
            (change, at) => order.Amend(change, at, refund.Lines));
        return true;
    }
}

/// <summary>A refund of an order in its present state.</summary>
/// <param name="Lines">The lines after the refund.</param>
/// <param name="Conflict">Why the order does not allow it; null if it does.</param>
internal sealed record OrderRefund(IReadOnlyList<OrderLine> Lines, string? Conflict);
