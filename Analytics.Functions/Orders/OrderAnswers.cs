using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Callers;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>The answers that concern one order.</summary>
internal static class OrderAnswers
{
    // A Lambda response holds at most 6 MB (AWS Lambda quotas), in which each quotation mark and backslash of the body takes two bytes, and
    // a body may consist of little else. The last order takes at most some 300 KB.
    private const int MaxPageBytes = 2_700_000;

    /// <summary>200 with a valid order.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Show(APIGatewayHttpApiV2ProxyRequest request, FoundOrder found)
    {
        var stored = found.Stored!;
        var answer = ApiResponse.Ok(json => OrderWriter.WriteAnswer(json, stored.Order, stored.Changes))
            .With("Location", $"{BasePath.Of(request)}/orders/{stored.Order.Id}")
            .With("ETag", $"{OrderTag.Of(found)}");
        return stored.Order.LastChange.IsNone ? answer : answer.With(ChangeToken.Header, ChangeToken.Of(stored.Order).ToString());
    }

    /// <summary>200 with a page of valid orders. Orders that no longer fit into the response are left to the next page.</summary>
    /// <param name="orders">The orders.</param>
    /// <param name="end">Where the page ends; null if no page follows.</param>
    /// <param name="cursorAfter">Writes the cursor of a position.</param>
    public static APIGatewayHttpApiV2ProxyResponse ShowAll(
        IReadOnlyList<FoundOrder> orders, OrderPosition? end, Func<OrderPosition, string> cursorAfter) => ApiResponse.Ok(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("orders");
        foreach (var found in orders)
        {
            var order = found.Stored!.Order;
            OrderWriter.WriteAnswer(json, order, found.Stored.Changes);
            if (json.BytesCommitted + json.BytesPending > MaxPageBytes && found != orders[^1])
            {
                end = new OrderPosition(order.PlacedAt, order.Id);
                break;
            }
        }

        json.WriteEndArray();
        json.WriteString("cursor", end is { } position ? cursorAfter(position) : null);
        json.WriteEndObject();
    });

    /// <summary>200 for a request that was done before.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Replay(APIGatewayHttpApiV2ProxyRequest request, FoundOrder found) =>
        Show(request, found).With(ApiResponse.Replayed, "true");

    /// <summary>404: there is no order with the id of the path.</summary>
    public static APIGatewayHttpApiV2ProxyResponse NoSuchOrder(APIGatewayHttpApiV2ProxyRequest request) =>
        ApiResponse.Problem(404, $"There is no order {request.PathParameter("orderId")}.");

    /// <summary>403: the caller named another customer than itself.</summary>
    /// <param name="own">The caller's customer id.</param>
    /// <param name="named">The customer id in the request.</param>
    public static APIGatewayHttpApiV2ProxyResponse OtherCustomer(string own, string named) => ApiResponse.Problem(403,
        $"The token is of customer {own}, and the request is for customer {named}. Leave out customerId, or use a token with the scope "
            + $"{Scopes.Admin}.");

    /// <summary>409: another writer has made the order invalid.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Invalid(FoundOrder found) => ApiResponse.Problem(409,
        $"Order {found.Id} is invalid in the orders table: another writer changed it. `errors` lists the fields; correct the item there.",
        found.Errors);

    /// <summary>400 if the request has query parameters; the routes of one order take none.</summary>
    public static APIGatewayHttpApiV2ProxyResponse? UnknownParameters(APIGatewayHttpApiV2ProxyRequest request)
    {
        var errors = new FieldErrors();
        QueryParameters.Check(request, [], errors);
        return errors.Any ? InvalidQuery(errors) : null;
    }

    /// <summary>400 for query parameters that break a rule.</summary>
    public static APIGatewayHttpApiV2ProxyResponse InvalidQuery(FieldErrors errors) =>
        ApiResponse.Problem(400, "The query is invalid; `errors` lists the parameters.", errors.List, ErrorLocation.Parameter);
}
