using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Analytics.Core.Changes;
using Analytics.Core.Wire;
using Analytics.Functions.Logging;
using Analytics.Functions.Metrics;

namespace Analytics.Functions.Orders;

/// <summary>Publishes changes to the Kinesis order stream.</summary>
public sealed class KinesisOrderEventPublisher(IAmazonKinesis kinesis, string stream, IMetricSink metrics, TimeProvider time)
    : IOrderEventPublisher
{
    /// <summary>Timeout of a Kinesis call, during which the order's request waits. The first call of a process needs most of it.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);

    /// <summary>Additional timeout for publishing the failure metric.</summary>
    private static readonly TimeSpan MetricTimeout = TimeSpan.FromMilliseconds(200);

    private readonly KinesisCircuitBreaker _breaker = new(time);

    public async Task PublishAsync(OrderChange change, Action<string> log)
    {
        if (!_breaker.MayTry())
        {
            return;
        }

        try
        {
            using var data = new MemoryStream(ChangeEvent.Write(change).ToArray());
            var request = new PutRecordRequest { StreamName = stream, PartitionKey = change.OrderId.ToString(), Data = data };
            using var bound = new CancellationTokenSource(Timeout, time);
            await kinesis.PutRecordAsync(request, bound.Token).WaitAsync(Timeout, time);
            if (_breaker.Succeeded() is > 0 and var skipped)
            {
                await CountAsync(skipped, log);
            }
        }
        catch (Exception failure)
        {
            // Whatever the error, the order is committed and the table stream delivers the change.
            var skipped = _breaker.Failed();
            log(LogEvent.Line(
                "publishFailed", ("change", change.Id), ("order", change.OrderId), ("skippedBefore", skipped),
                ("error", failure.GetType().Name), ("message", failure.Message)));
            await CountAsync(1 + skipped, log);
        }
    }

    private Task CountAsync(long unpublished, Action<string> log) =>
        metrics.TryPublishAsync([MetricCatalogue.KinesisFailures.Count(unpublished, time.GetUtcNow())], MetricTimeout, log);
}
