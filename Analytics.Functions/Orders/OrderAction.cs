using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Http;

namespace Analytics.Functions.Orders;

/// <summary>What a request does to an order that exists.</summary>
internal abstract class OrderAction
{
    /// <summary>What the request does.</summary>
    public abstract ChangeKind Kind { get; }

    /// <summary>Applies the request to the order as it was found.</summary>
    /// <param name="order">The order.</param>
    /// <param name="step">What to do to it.</param>
    /// <param name="refusal">400 if the request breaks a rule for this order.</param>
    public abstract bool TryApply(
        Order order, [NotNullWhen(true)] out OrderStep? step, [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal);
}

/// <summary>What a request does to an order in its present state.</summary>
/// <param name="Content">The request in canonical form: a repeated request has the same.</param>
/// <param name="IsDone">Whether the order is already as the request wants it.</param>
/// <param name="Conflict">409 if the state of the order forbids the request; otherwise null.</param>
/// <param name="Change">Returns the order after the change.</param>
internal sealed record OrderStep(
    string Content, bool IsDone, APIGatewayHttpApiV2ProxyResponse? Conflict, Func<ChangeId, DateTimeOffset, Order> Change);

/// <summary>Cancels an order. A cancelled order stays cancelled.</summary>
internal sealed class Cancellation : OrderAction
{
    public override ChangeKind Kind => ChangeKind.Cancelled;

    public override bool TryApply(
        Order order, [NotNullWhen(true)] out OrderStep? step, [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        refusal = null;
        step = new OrderStep("cancel", order.Status == OrderStatus.Cancelled, Conflict: null, order.Cancel);
        return true;
    }
}

/// <summary>Replaces the lines of an order that is not cancelled.</summary>
/// <param name="body">The body of the request.</param>
internal sealed class Amendment(OrderBody body) : OrderAction
{
    public override ChangeKind Kind => ChangeKind.Amended;

    public override bool TryApply(
        Order order, [NotNullWhen(true)] out OrderStep? step, [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        step = null;
        if (!body.TryReadLines(order.Currency, out var lines, out refusal))
        {
            return false;
        }

        var isCancelled = order.Status == OrderStatus.Cancelled;
        var isRefunded = order.Lines.Any(line => line.RefundedMinor > 0 || line.Returned > 0);
        step = new OrderStep(
            string.Join('\n', lines.SelectMany(line => Fields(line, order.Currency)).Prepend("amend")),
            order.Lines.SequenceEqual(lines) && !isCancelled,
            isCancelled ? ApiResponse.Problem(409, $"Order {order.Id} is cancelled; its lines cannot be amended.")
                : isRefunded ? ApiResponse.Problem(409, $"Order {order.Id} has refunds; its lines cannot be amended.")
                : null,
            (change, at) => order.Amend(change, at, lines));
        return true;
    }

    // No name has a line feed. The price is the same text in any currency, since another writer may change the currency.
    private static IEnumerable<string?> Fields(OrderLine line, Currency currency)
    {
        var price = MinorUnits.Format(line.UnitPriceMinor, currency.Exponent);
        var shortest = price.Contains('.', StringComparison.Ordinal) ? price.TrimEnd('0').TrimEnd('.') : price;
        return [line.Sku, line.Name, line.Quantity.ToString(CultureInfo.InvariantCulture), shortest];
    }
}
