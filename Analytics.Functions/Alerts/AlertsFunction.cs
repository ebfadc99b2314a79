using Amazon.Lambda.Core;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Metrics;
using Analytics.Functions.Runtime;
using Analytics.Storage;

namespace Analytics.Functions.Alerts;

/// <summary>Entry point of the alerts function, which a schedule invokes each minute: composes its dependencies.</summary>
public sealed class AlertsFunction
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private readonly AlertEvaluator _evaluator;
    private readonly IMetricSink _metrics;
    private readonly TimeProvider _time;

    internal AlertsFunction(AlertEvaluator evaluator, IMetricSink metrics, TimeProvider time) =>
        (_evaluator, _metrics, _time) = (evaluator, metrics, time);

    public static AlertsFunction Compose(AwsServices services)
    {
        var (settings, time) = (services.Settings, services.Time);
        return new AlertsFunction(
            new AlertEvaluator(
                new DynamoSharedStore<Core.Alerts.Alert>(services.DynamoDb, settings.AggregatesTable, new AlertItem(), new Random()),
                new AlertReader(AggregateReader.Compose(services, new ItemCache())),
                new WebhookSender(new WebhookRules(settings.AllowsPrivateWebhooks)),
                time),
            new EmbeddedMetricSink(StandardOutput.WriteLine, settings.MetricNamespace),
            time);
    }

    /// <summary>Evaluates the alerts at the present time, whatever time the event is about.</summary>
    /// <remarks>
    /// If the sums cannot be read, an alert cannot be stored or time runs out, the invocation fails, but only after it has published how
    /// many alerts still ring: otherwise the metric would be missing, and the alarm on it would end.
    /// </remarks>
    /// <exception cref="DocumentUnreadableException">A document is damaged or has a newer format.</exception>
    public async Task<Stream> HandleAsync(Stream input, ILambdaContext context)
    {
        using var deadline = Deadline.Of(context, Margin, _time);
        var outcome = await _evaluator.EvaluateAsync(context.Logger.LogWarning, deadline.Token);
        if (outcome.Alerts > 0)
        {
            // Without alerts there is nothing to say each minute, and no metric to pay for.
            context.Logger.LogInformation(outcome.Summary);
            var now = _time.GetUtcNow();
            await _metrics.TryPublishAsync(
                [MetricCatalogue.AlertsRinging.Count(outcome.Ringing, now), MetricCatalogue.AlertsNotDelivered.Count(outcome.Failed, now)],
                Margin, context.Logger.LogWarning);
        }

        outcome.Failure?.Throw();
        return Stream.Null;
    }
}
