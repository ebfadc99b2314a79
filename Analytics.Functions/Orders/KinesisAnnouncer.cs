using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Analytics.Core.Changes;
using Analytics.Core.Wire;
using Analytics.Functions.Metrics;

namespace Analytics.Functions.Orders;

/// <summary>Puts changes on the order stream.</summary>
public sealed class KinesisAnnouncer(IAmazonKinesis kinesis, string stream, IMetricSink metrics, TimeProvider time) : IAnnouncer
{
    /// <summary>How long a customer's order waits for the fast road at the most. The first call of a process needs most of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>How long it waits beyond that for the metric that tells of the failure.</summary>
    private static readonly TimeSpan MetricPatience = TimeSpan.FromMilliseconds(200);

    private readonly FastRoadBreaker _breaker = new(time);

    public async Task AnnounceAsync(OrderChange change, Action<string> log)
    {
        if (!_breaker.MayTry())
        {
            return;
        }

        try
        {
            using var data = new MemoryStream(ChangeEvent.Write(change).ToArray());
            var request = new PutRecordRequest { StreamName = stream, PartitionKey = change.OrderId.ToString(), Data = data };
            using var bound = new CancellationTokenSource(Patience, time);
            await kinesis.PutRecordAsync(request, bound.Token).WaitAsync(Patience, time);
            _breaker.Succeeded();
        }
        catch (Exception failure)
        {
            // Whatever went wrong, the order is committed and its table's stream will tell of it.
            var untold = _breaker.Failed();
            log($"The fast road did not take change {change.Id} of order {change.OrderId} and {untold - 1} before it; the sure road will: {failure.GetType().Name}: {failure.Message}");
            await metrics.TryPublishAsync([MetricCatalogue.FastRoadFailures.Count(untold, time.GetUtcNow())], MetricPatience, log);
        }
    }
}
