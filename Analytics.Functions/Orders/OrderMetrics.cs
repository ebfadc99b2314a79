using Amazon.CloudWatch.Model;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Http;
using Analytics.Functions.Metrics;

namespace Analytics.Functions.Orders;

/// <summary>Publishes one metric per request to place an order: accepted, replayed or refused.</summary>
public sealed class OrderMetrics(IMetricSink sink, TimeProvider time)
{
    /// <summary>Publishes the metric for the response to such a request.</summary>
    public Task CountAsync(APIGatewayHttpApiV2ProxyResponse answer, Action<string> log) =>
        sink.TryPublishAsync([Of(answer)], TimeSpan.FromSeconds(1), log);

    private MetricDatum Of(APIGatewayHttpApiV2ProxyResponse answer)
    {
        var now = time.GetUtcNow();
        if (answer.StatusCode >= 300)
        {
            return MetricCatalogue.OrdersRefused.Count(1, now, RefusalReason.Of(answer.StatusCode));
        }

        return (answer.Headers.ContainsKey(ApiResponse.Replayed) ? MetricCatalogue.OrdersReplayed
            : MetricCatalogue.OrdersAccepted).Count(1, now);
    }
}
