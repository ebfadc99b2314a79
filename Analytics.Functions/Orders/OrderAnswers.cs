using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>The answers that concern one order.</summary>
internal static class OrderAnswers
{
    /// <summary>200 with a valid order.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Show(APIGatewayHttpApiV2ProxyRequest request, FoundOrder found)
    {
        var stored = found.Stored!;
        var answer = ApiResponse.Ok(json => OrderWriter.WriteAnswer(json, stored.Order, stored.Changes))
            .With("Location", $"{BasePath.Of(request)}/orders/{stored.Order.Id}")
            .With("ETag", $"{OrderTag.Of(found)}");
        return stored.Order.LastChange.IsNone ? answer : answer.With(ChangeToken.Header, ChangeToken.Of(stored.Order).ToString());
    }

    /// <summary>200 with a page of valid orders.</summary>
    public static APIGatewayHttpApiV2ProxyResponse ShowAll(IReadOnlyList<FoundOrder> orders, string? cursor) => ApiResponse.Ok(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("orders");
        foreach (var found in orders)
        {
            OrderWriter.WriteAnswer(json, found.Stored!.Order, found.Stored.Changes);
        }

        json.WriteEndArray();
        json.WriteString("cursor", cursor);
        json.WriteEndObject();
    });

    /// <summary>200 for a request that was done before.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Replay(APIGatewayHttpApiV2ProxyRequest request, FoundOrder found) =>
        Show(request, found).With(ApiResponse.Replayed, "true");

    /// <summary>404: there is no order with the id of the path.</summary>
    public static APIGatewayHttpApiV2ProxyResponse NoSuchOrder(APIGatewayHttpApiV2ProxyRequest request) =>
        ApiResponse.Problem(404, $"There is no order {request.PathParameter("orderId")}.");

    /// <summary>409: another writer has made the order invalid.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Invalid(FoundOrder found) => ApiResponse.Problem(409,
        $"Another writer has made order {found.Id} invalid in the orders table; errors says how. Correct the item there.", found.Errors);

    /// <summary>400 if the request has query parameters; the routes of one order take none.</summary>
    public static APIGatewayHttpApiV2ProxyResponse? UnknownParameters(APIGatewayHttpApiV2ProxyRequest request)
    {
        var errors = new FieldErrors();
        QueryParameters.Check(request, [], errors);
        return errors.Any ? InvalidQuery(errors) : null;
    }

    /// <summary>400 for query parameters that break a rule.</summary>
    public static APIGatewayHttpApiV2ProxyResponse InvalidQuery(FieldErrors errors) =>
        ApiResponse.Problem(400, "The query breaks a rule; errors says which.", errors.List, ErrorLocation.Parameter);
}
