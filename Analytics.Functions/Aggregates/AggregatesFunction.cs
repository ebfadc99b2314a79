using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Analytics.Functions.Http;
using Analytics.Functions.OpenApi;
using Analytics.Functions.Runtime;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Entry point of the aggregates function: composes its dependencies and dispatches requests by route.</summary>
public sealed class AggregatesFunction(AggregatesHandler aggregates, TimeProvider time)
{
    private const string Utc = "UTC";

    /// <summary>Composes the function.</summary>
    /// <param name="services">The clients.</param>
    /// <param name="more">Further routes that the function answers; null for none.</param>
    public static AggregatesFunction Compose(AwsServices services, IApiRoutes? more = null)
    {
        var (settings, time) = (services.Settings, services.Time);
        CheckZone(settings.TimeZone);
        var cache = new ItemCache();
        var reader = AggregateReader.Compose(services, cache);
        var waiter = new ChangeWaiter(new DynamoMinuteStore(services.DynamoDb, settings.AggregatesTable, cache), time);
        var explained = new ExplainReader(
            reader, new DynamoOrderStore(services.DynamoDb, settings.OrdersTable, time),
            new UnindexedOrders(services.DynamoDb, settings.OrdersTable));
        return new AggregatesFunction(new AggregatesHandler(reader, waiter, time, settings.Dimensions), time)
        {
            Explain = new ExplainHandler(explained, waiter, time, settings.Dimensions),
            Metrics = new MetricsHandler(new RollingTotals(reader), time),
            TimeZone = settings.TimeZone,
            More = more,
        };
    }

    /// <summary>Answers which orders make up an aggregate; null where there is no orders table.</summary>
    public ExplainHandler? Explain { get; init; }

    /// <summary>Answers metrics for Prometheus; null where none are wanted.</summary>
    public MetricsHandler? Metrics { get; init; }

    /// <summary>Further routes; null for none.</summary>
    public IApiRoutes? More { get; init; }

    /// <summary>The IANA time zone of requests that give none. Default UTC.</summary>
    public string TimeZone { get; init; } = Utc;

    public async Task<APIGatewayHttpApiV2ProxyResponse> HandleAsync(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context)
    {
        if (TimeZone != Utc && (request.RouteKey?.Contains(" /aggregates/", StringComparison.Ordinal) == true
            || request.RouteKey is "GET /marks" or "HEAD /marks"))
        {
            QueryParameters.Default(request, "tz", TimeZone);
        }

        return (await AnswerAsync(request, context)).Coded(request);
    }

    private Task<APIGatewayHttpApiV2ProxyResponse> AnswerAsync(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context) =>
        ApiGuard.RunAsync(context, time, token => request.RouteKey switch
        {
            "GET /aggregates/totals" or "HEAD /aggregates/totals" => aggregates.TotalsAsync(request, token),
            "GET /aggregates/series" or "HEAD /aggregates/series" => aggregates.SeriesAsync(request, token),
            "GET /aggregates/summary" or "HEAD /aggregates/summary" => aggregates.SummaryAsync(request, token),
            "GET /aggregates/items" or "HEAD /aggregates/items" => aggregates.ItemsAsync(request, token),
            "GET /aggregates/items/{sku}" or "HEAD /aggregates/items/{sku}" => aggregates.ItemAsync(request, token),
            "GET /aggregates/explain" or "HEAD /aggregates/explain" when Explain is { } explain => explain.ExplainAsync(request, token),
            "GET /aggregates/metrics" or "HEAD /aggregates/metrics" when Metrics is { } metrics => metrics.MetricsAsync(request, token),
            "GET /openapi.json" or "HEAD /openapi.json" => Task.FromResult(OpenApiDocument.Answer(request)),
            _ => More?.Answer(request, token) ?? Task.FromResult(ApiResponse.Problem(404, $"There is nothing at {request.RawPath}.")),
        });

    /// <summary>Refuses a default zone that does not exist.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    internal static void CheckZone(string id)
    {
        // The data of time zones are not loaded for UTC, since a cold start would wait for them.
        if (id != Utc && ZoneCalendar.Find(id) is null)
        {
            throw new InvalidOperationException(
                $"The environment variable TIME_ZONE must be a time zone of the IANA database, as Europe/Berlin; got '{id}'"
                + $"{QueryText.Suggestion(id, ZoneCalendar.Ids)}.");
        }
    }
}
