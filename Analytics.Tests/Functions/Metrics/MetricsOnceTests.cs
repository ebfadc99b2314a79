using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Functions.Counting;
using Analytics.Functions.Metrics;
using Analytics.Tests.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Metrics;

public class MetricsOnceTests
{
    private readonly FakeTimeProvider _time = new(Some.At("13:30"));
    private readonly InMemoryQuarantine _quarantine = new();

    [Fact]
    public void Neither_a_retry_nor_the_other_source_doubles_a_sum() =>
        Gens.Histories.Sample(histories =>
        {
            var store = new InMemoryMinuteStore();
            var (kinesis, stream) = (Counter(store, seed: 1), Counter(store, seed: 2));
            var changes = histories.SelectMany(history => history).ToList();
            var data = new List<MetricDatum>();
            foreach (var (counter, records) in new[]
            {
                (kinesis, Records.Of(changes)), (kinesis, Records.Of(changes)), (stream, Records.Streamed(changes)),
                    (stream, Records.Streamed(changes)),
            })
            {
                data.AddRange(Deliver(counter, records));
            }

            var totals = Model.Totals(histories.Select(history => history[^1].After!).ToList());
            Assert.Equal(
                (totals.Orders, totals.Cancelled, totals.Units), (Sum(data, "Orders"), Sum(data, "Cancelled"), Sum(data, "Units")));
            Assert.Equal((changes.Count, 3 * changes.Count), (Sum(data, "Counted"), Sum(data, "Duplicates")));
        }, iter: 100);

    [Fact]
    public void A_change_that_is_too_old_is_reported_by_the_table_stream_only_and_once_it_is_processed()
    {
        _time.SetUtcNow(Some.At("12:00") + TimeSpan.FromDays(500));
        _quarantine.IsDown = true;
        var old = Some.Cancelled(Some.Order());
        var (fromKinesis, fromStream) = (Records.Of(old, 1), Records.Of(Some.Streamed(old, 3), 3));
        var poison = Records.Poison(ChangeSource.TableStream, 2);
        var counter = Counter(new InMemoryMinuteStore(), seed: 1);

        var told = new[]
        {
            Sum(Deliver(counter, [fromKinesis]), "TooOld"),
            Sum(Deliver(counter, [poison, fromStream]), "TooOld"),
            Sum(Deliver(counter, [fromStream]), "TooOld"),
        };

        Assert.Equal([0, 0, 1], told);
    }

    [Fact]
    public void The_age_of_the_oldest_record_is_reported_by_source()
    {
        var records = new[] { Aged(1, "13:29:50"), Aged(2, "13:29:40") };

        var datum = Deliver(Counter(new InMemoryMinuteStore(), seed: 1), records).Single(datum => datum.MetricName == "RecordAge");

        Assert.Equal((20_000.0, "table-stream"), (datum.Value, datum.Dimensions.Single().Value));
    }

    private IReadOnlyList<MetricDatum> Deliver(BatchCounter counter, SourceRecord[] records)
    {
        var batch = RecordBatch.Of(records);
        return counter.CountAsync(batch, _ => { }, default).GetAwaiter().GetResult().Metrics(batch, MetricItems.None, _time.GetUtcNow());
    }

    private BatchCounter Counter(InMemoryMinuteStore store, int seed) => new(
        new Committer(store, new CommitOptions(), _time, new Random(seed)),
        _quarantine, concurrency: 4, _time);

    private static SourceRecord Aged(int number, string arrivedAt) =>
        Records.Of(Some.Streamed(null, Some.Order(number), number), number) with { ArrivedAt = Some.At(arrivedAt) };

    private static long Sum(IReadOnlyList<MetricDatum> data, string name) =>
        (long)data.Where(datum => datum.MetricName == name).Sum(datum => datum.Value ?? 0);
}
