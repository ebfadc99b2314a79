using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Wire;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Handles requests for the orders that make up an aggregate.</summary>
/// <param name="reader">Finds the orders.</param>
/// <param name="waiter">Waits for changes that an answer must include.</param>
/// <param name="time">The clock.</param>
/// <param name="dimensions">The dimensions that orders may have; null for channel and country.</param>
public sealed class ExplainHandler(ExplainReader reader, ChangeWaiter waiter, TimeProvider time, OrderDimensions? dimensions = null)
{
    public async Task<APIGatewayHttpApiV2ProxyResponse> ExplainAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken)
    {
        var query = new ExplainQuery(request, dimensions ?? OrderDimensions.Default, time.GetUtcNow());
        if (query.Errors.Any)
        {
            return AggregatesHandler.Refuse(query.Errors);
        }

        if (await waiter.WaitAsync(query.Includes, query.Wait, cancellationToken) is { } missing)
        {
            return AggregatesHandler.NotYet(missing);
        }

        var page = await reader.ReadAsync(query, cancellationToken);
        var answer = request.Preferred(Accept.Json, Accept.Csv, Accept.JsonLines) switch
        {
            Accept.Csv => ApiResponse.Ok(ExplainWriter.Table(page.Orders, query.Sku is not null)),
            Accept.JsonLines => ApiResponse.OkLines(
                page.Orders.Select<ExplainedOrder, Action<System.Text.Json.Utf8JsonWriter>>(
                    order => json => ExplainWriter.WriteOrder(json, order))),
            _ => Json(query, page),
        };
        return (page.End is null ? answer : answer.With("Link", Next(request, query.CursorAfter(page.End)))).With("Vary", "Accept");
    }

    private static APIGatewayHttpApiV2ProxyResponse Json(ExplainQuery query, ExplainPage page) => ApiResponse.Ok(json =>
    {
        json.WriteStartObject();
        if (page.Whole is { } whole)
        {
            AggregateWriter.WriteHead(json, query.Span, query.AsOf(whole.LatestCommit), whole.LatestCommit);
            ExplainWriter.WriteTotal(json, query, whole);
        }
        else
        {
            AggregateWriter.WriteSpan(json, query.Span);
        }

        json.WriteStartArray("orders");
        foreach (var order in page.Orders)
        {
            ExplainWriter.WriteOrder(json, order);
        }

        json.WriteEndArray();
        if (page.Unlisted > 0)
        {
            json.WriteNumber("unlisted", page.Unlisted);
        }

        json.WriteString("cursor", page.End is { } end ? query.CursorAfter(end) : null);
        json.WriteEndObject();
    });

    // RFC 8288: tables and lines have no place for a cursor.
    private static string Next(APIGatewayHttpApiV2ProxyRequest request, string cursor)
    {
        var parameters = (request.QueryStringParameters ?? new Dictionary<string, string>())
            .Where(parameter => parameter.Key is not ("cursor" or "includes" or "wait"))
            .Append(KeyValuePair.Create("cursor", cursor))
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}");
        return $"<{BasePath.Of(request)}/aggregates/explain?{string.Join('&', parameters)}>; rel=\"next\"";
    }
}
