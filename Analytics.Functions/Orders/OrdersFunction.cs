using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Analytics.Core.Orders;
using Analytics.Functions.Callers;
using Analytics.Functions.Http;
using Analytics.Functions.Metrics;
using Analytics.Functions.Runtime;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>Entry point of the orders function: composes its dependencies, dispatches requests by route and counts the results.</summary>
public sealed class OrdersFunction(OrdersHandler orders, OrderMetrics metrics, TimeProvider time)
{
    private const string PlaceOrder = "POST /orders";

    // Only where web pages may call the API; API Gateway answers the preflights among these requests itself.
    private const string Options = "OPTIONS /{proxy+}";

    public static OrdersFunction Compose(AwsServices services)
    {
        var sink = new EmbeddedMetricSink(StandardOutput.WriteLine, services.Settings.MetricNamespace);
        return new OrdersFunction(
            new OrdersHandler(
                new DynamoOrderStore(services.DynamoDb, services.Settings.OrdersTable, services.Time),
                services.Settings.OrderStream is { } stream
                    ? new KinesisOrderEventPublisher(services.Kinesis, stream, sink, services.Time)
                    : new NoOrderEventPublisher(),
                services.Settings.Lanes,
                () => OrderId.New(services.Time),
                new Random(),
                services.Time,
                services.Settings.Dimensions,
                new DimensionRegistry(services.DynamoDb, services.Settings.AggregatesTable),
                new CallerReader(services.Settings.Access, services.Settings.CustomerClaim),
                services.Settings.CatalogueTable is { } table ? new DynamoCatalogue(services.DynamoDb, table, services.Time) : null),
            new OrderMetrics(sink, services.Time),
            services.Time);
    }

    public async Task<APIGatewayHttpApiV2ProxyResponse> HandleAsync(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context)
    {
        var answer = await ApiGuard.RunAsync(context, time, token => request.RouteKey switch
        {
            PlaceOrder => orders.PlaceAsync(request, context.Logger.LogWarning, token),
            "GET /orders" or "HEAD /orders" => orders.ListAsync(request, token),
            "GET /orders/{orderId}" or "HEAD /orders/{orderId}" => orders.GetAsync(request, token),
            "PUT /orders/{orderId}/lines" => orders.AmendAsync(request, context.Logger.LogWarning, token),
            "POST /orders/{orderId}/refunds" => orders.RefundAsync(request, context.Logger.LogWarning, token),
            "POST /orders/{orderId}/cancel" => orders.CancelAsync(request, context.Logger.LogWarning, token),
            Options => Task.FromResult(AnswerOptions(request)),
            _ => Task.FromResult(Refuse(request)),
        });
        if (request.RouteKey == PlaceOrder)
        {
            await metrics.CountAsync(answer, context.Logger.LogWarning);
        }

        return answer;
    }

    private static APIGatewayHttpApiV2ProxyResponse AnswerOptions(APIGatewayHttpApiV2ProxyRequest request)
    {
        var answer = ApiResponse.Empty(204);
        return KnownRoutes.Allowed(BasePath.OwnPath(request)) is { } allowed ? answer.With("Allow", allowed) : answer;
    }

    private static APIGatewayHttpApiV2ProxyResponse Refuse(APIGatewayHttpApiV2ProxyRequest request)
    {
        var path = BasePath.OwnPath(request);
        var method = request.RequestContext?.Http?.Method ?? "";
        return KnownRoutes.Allowed(path) is { } allowed
            ? ApiResponse.Problem(405, $"{path} takes {allowed}, not {method}.").With("Allow", allowed)
            : ApiResponse.Problem(404, path.Contains("/aggregates/items/", StringComparison.Ordinal)
                ? $"There is nothing at {path}. Ask for an SKU with / or ? in it by GET /aggregates/items?sku=, percent-encoded."
                : $"There is nothing at {path}.");
    }
}
