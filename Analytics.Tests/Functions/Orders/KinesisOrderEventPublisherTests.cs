using Amazon.CloudWatch.Model;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Analytics.Core.Wire;
using Analytics.Functions.Metrics;
using Analytics.Functions.Orders;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

public sealed class KinesisOrderEventPublisherTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.At("12:00"));
    private readonly ScriptedKinesis _kinesis = new();
    private readonly CountingSink _metrics = new();
    private readonly KinesisOrderEventPublisher _publisher;

    public KinesisOrderEventPublisherTests() => _publisher = new KinesisOrderEventPublisher(_kinesis, "orders", _metrics, _time);

    public void Dispose() => _kinesis.Dispose();

    [Fact]
    public async Task A_change_is_put_under_its_order_id()
    {
        var change = Some.Placed(Some.Order());
        await _publisher.PublishAsync(change, _ => { });

        var record = Assert.Single(_kinesis.Puts);
        Assert.Equal(("orders", change.OrderId.ToString()), (record.StreamName, record.PartitionKey));
        Assert.Equal(ChangeEvent.Write(change).ToArray(), _kinesis.Data.Single());
        Assert.Equal(0, _metrics.Failures);
    }

    [Fact]
    public async Task A_stream_that_hangs_is_waited_for_half_a_second_only()
    {
        _kinesis.Answer = _ => new TaskCompletionSource<PutRecordResponse>().Task;
        var publishing = _publisher.PublishAsync(Some.Placed(Some.Order()), _ => { });
        Assert.False(publishing.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(500));
        await publishing;

        Assert.Equal(1, _metrics.Failures);
    }

    [Fact]
    public async Task After_a_failure_it_is_left_alone_for_a_while_and_every_change_not_taken_is_reported()
    {
        _kinesis.Answer = _ => throw new AmazonKinesisException("down");
        await PublishAsync(times: 3);
        Assert.Equal((1, 1), (_kinesis.Puts.Count, _metrics.Failures));

        _time.Advance(TimeSpan.FromMilliseconds(500));
        await PublishAsync(times: 2);
        Assert.Equal((2, 4), (_kinesis.Puts.Count, _metrics.Failures));

        // The rest has doubled.
        _time.Advance(TimeSpan.FromMilliseconds(500));
        await PublishAsync(times: 1);
        Assert.Equal(2, _kinesis.Puts.Count);
    }

    [Fact]
    public async Task A_success_ends_the_doubling()
    {
        _kinesis.Answer = _ => throw new AmazonKinesisException("down");
        for (var failure = 0; failure < 5; failure++)
        {
            await PublishAsync(times: 1);
            _time.Advance(KinesisCircuitBreaker.MaxBreak);
        }

        _kinesis.Answer = _ => Task.FromResult(new PutRecordResponse());
        await PublishAsync(times: 1);
        _kinesis.Answer = _ => throw new AmazonKinesisException("down");
        await PublishAsync(times: 1);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        _kinesis.Puts.Clear();
        await PublishAsync(times: 1);

        Assert.Single(_kinesis.Puts);
    }

    [Fact]
    public async Task Changes_that_were_skipped_are_counted_when_the_stream_takes_changes_again()
    {
        _kinesis.Answer = _ => throw new AmazonKinesisException("down");
        await PublishAsync(times: 4);
        Assert.Equal(1, _metrics.Failures);

        _kinesis.Answer = _ => Task.FromResult(new PutRecordResponse());
        _time.Advance(TimeSpan.FromMilliseconds(500));
        await PublishAsync(times: 2);

        Assert.Equal((3, 4), (_kinesis.Puts.Count, _metrics.Failures));
    }

    private async Task PublishAsync(int times)
    {
        for (var time = 0; time < times; time++)
        {
            await _publisher.PublishAsync(Some.Placed(Some.Order()), _ => { });
        }
    }

    private sealed class ScriptedKinesis() : AmazonKinesisClient(
        new BasicAWSCredentials("a", "b"), new AmazonKinesisConfig { ServiceURL =
            "http://127.0.0.1:9", AuthenticationRegion = "us-east-1" })
    {
        public List<PutRecordRequest> Puts { get; } = [];

        public List<byte[]> Data { get; } = [];

        public Func<PutRecordRequest, Task<PutRecordResponse>> Answer { get; set; } = _ => Task.FromResult(new PutRecordResponse());

        public override Task<PutRecordResponse> PutRecordAsync(PutRecordRequest request, CancellationToken cancellationToken = default)
        {
            Puts.Add(request);
            Data.Add(request.Data.ToArray());
            return Answer(request);
        }
    }

    private sealed class CountingSink : IMetricSink
    {
        public double Failures { get; private set; }

        public Task TryPublishAsync(IReadOnlyList<MetricDatum> data, TimeSpan timeout, Action<string> log)
        {
            Failures += data.Where(datum => datum.MetricName == "KinesisFailures").Sum(datum => datum.Value ?? 0);
            return Task.CompletedTask;
        }
    }
}
