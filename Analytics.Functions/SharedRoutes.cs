using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Alerts;
using Analytics.Core.Goals;
using Analytics.Functions.Alerts;
using Analytics.Functions.Http;
using Analytics.Functions.Runtime;
using Analytics.Functions.Shared;
using Analytics.Storage;

namespace Analytics.Functions;

/// <summary>The routes of goals, marks and alerts. Thread-safe.</summary>
internal sealed class SharedRoutes(
    SharedHandler<Goal> goals, SharedHandler<Mark> marks, SharedHandler<Alert> alerts, AlertTrialHandler trial) : IApiRoutes
{
    /// <summary>Composes the routes of the deployed function.</summary>
    public static SharedRoutes Compose(AwsServices services)
    {
        var (table, random) = (services.Settings.AggregatesTable, new Random());
        return Of(
            new DynamoSharedStore<Goal>(services.DynamoDb, table, new GoalItem(), random),
            new DynamoSharedStore<Mark>(services.DynamoDb, table, new MarkItem(), random),
            new DynamoSharedStore<Alert>(services.DynamoDb, table, new AlertItem(), random),
            new DynamoMinuteStore(services.DynamoDb, table, new ItemCache()),
            new WebhookRules(services.Settings.AllowsPrivateWebhooks), services.Time, services.Settings.TimeZone);
    }

    /// <summary>Composes the routes from stores.</summary>
    public static SharedRoutes Of(
        ISharedStore<Goal> goals, ISharedStore<Mark> marks, ISharedStore<Alert> alerts, IMinuteStore minutes, WebhookRules webhooks,
        TimeProvider time, string timeZone = Zones.Utc)
    {
        var resource = new AlertResource(webhooks, timeZone);
        return new SharedRoutes(
            new SharedHandler<Goal>(goals, new GoalResource(timeZone), time), new SharedHandler<Mark>(marks, new MarkResource(), time),
            new SharedHandler<Alert>(alerts, resource, time), new AlertTrialHandler(new AlertTrial(minutes), resource, time));
    }

    /// <inheritdoc/>
    public Task<APIGatewayHttpApiV2ProxyResponse>? Answer(APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        request.RouteKey switch
        {
            "GET /goals" or "HEAD /goals" => goals.ListAsync(request, cancellationToken),
            "GET /goals/{id}" or "HEAD /goals/{id}" => goals.GetAsync(request, cancellationToken),
            "PUT /goals/{id}" => goals.PutAsync(request, cancellationToken),
            "DELETE /goals/{id}" => goals.DeleteAsync(request, cancellationToken),
            "GET /marks" or "HEAD /marks" => marks.ListAsync(request, cancellationToken),
            "GET /marks/{id}" or "HEAD /marks/{id}" => marks.GetAsync(request, cancellationToken),
            "PUT /marks/{id}" => marks.PutAsync(request, cancellationToken),
            "DELETE /marks/{id}" => marks.DeleteAsync(request, cancellationToken),
            "GET /alerts" or "HEAD /alerts" => alerts.ListAsync(request, cancellationToken),
            "GET /alerts/{id}" or "HEAD /alerts/{id}" => alerts.GetAsync(request, cancellationToken),
            "PUT /alerts/{id}" => alerts.PutAsync(request, cancellationToken),
            "DELETE /alerts/{id}" => alerts.DeleteAsync(request, cancellationToken),
            "POST /alerts/try" => trial.TryAsync(request, cancellationToken),
            _ => null,
        };
}
