using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Analytics.Functions.Http;
using Analytics.Functions.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>The aggregates function: its parts put together, and its routes.</summary>
internal sealed class AggregatesFunction(AggregatesHandler aggregates, TimeProvider time)
{
    private const int LanesReadAtOnce = 16;

    public static AggregatesFunction Compose(AwsServices services)
    {
        var (settings, time) = (services.Settings, services.Time);
        var lanes = new LanePlanSource(
            new DynamoLanePlanStore(services.DynamoDb, settings.AggregatesTable), settings.Lanes, LanePlanUse.Answering, time);
        var kept = new KeptItems();
        var store = new DynamoMinuteStore(services.DynamoDb, settings.AggregatesTable, kept);
        var rollups = new RollupReader(
            new DynamoRollupStore(services.DynamoDb, settings.AggregatesTable, new Random(), kept), store, LanesReadAtOnce);
        return new AggregatesFunction(new AggregatesHandler(new AggregateReader(store, rollups, lanes, LanesReadAtOnce, time), time), time);
    }

    public Task<APIGatewayHttpApiV2ProxyResponse> HandleAsync(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context) =>
        ApiGuard.RunAsync(context, time, token => request.RouteKey switch
        {
            "GET /aggregates/totals" => aggregates.TotalsAsync(request, context.Logger.LogWarning, token),
            "GET /aggregates/series" => aggregates.SeriesAsync(request, context.Logger.LogWarning, token),
            "GET /aggregates/items" => aggregates.ItemsAsync(request, context.Logger.LogWarning, token),
            "GET /aggregates/items/{sku}" => aggregates.ItemAsync(request, context.Logger.LogWarning, token),
            _ => Task.FromResult(Answer.Problem(404, "Not found", $"There is nothing at {request.RawPath}.")),
        });
}
