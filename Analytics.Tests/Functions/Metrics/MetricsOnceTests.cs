using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Functions.Metrics;
using Analytics.Functions.Storage;
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
    public void Neither_a_retry_nor_the_other_road_doubles_a_sum() =>
        Gens.Histories.Sample(histories =>
        {
            var store = new InMemoryMinuteStore();
            var (fast, sure) = (Counter(store, seed: 1), Counter(store, seed: 2));
            var changes = histories.SelectMany(history => history).ToList();
            var data = new List<MetricDatum>();
            foreach (var (counter, road) in new[] { (fast, Road.Fast), (fast, Road.Fast), (sure, Road.Sure), (sure, Road.Sure) })
            {
                data.AddRange(Deliver(counter, [.. changes.Select((change, index) => Record(change, road, index))]));
            }

            var totals = Model.Totals(histories.Select(history => history[^1].After!).ToList());
            Assert.Equal((totals.Orders, totals.Cancelled, totals.Units), (Sum(data, "Orders"), Sum(data, "Cancelled"), Sum(data, "Units")));
            Assert.Equal((changes.Count, 3 * changes.Count), (Sum(data, "Counted"), Sum(data, "Duplicates")));
        }, iter: 100);

    [Fact]
    public void A_change_that_is_too_old_is_told_by_one_road_and_not_before_it_is_done()
    {
        _time.SetUtcNow(Some.At("12:00") + TimeSpan.FromDays(500));
        _quarantine.IsDown = true;
        var old = Some.Cancelled(Some.Order());
        var poison = new SourceRecord(Road.Sure, "stream", "2", "2", "no change"u8.ToArray(), new ParsedChange.Rejected("no change"));
        var counter = Counter(new InMemoryMinuteStore(), seed: 1);

        var told = new[]
        {
            Sum(Deliver(counter, [Record(old, Road.Fast, 1)]), "TooOld"),
            Sum(Deliver(counter, [poison, Record(old, Road.Sure, 3)]), "TooOld"),
            Sum(Deliver(counter, [Record(old, Road.Sure, 3)]), "TooOld"),
        };

        Assert.Equal([0, 0, 1], told);
    }

    [Fact]
    public void The_age_of_the_oldest_record_is_told_by_road()
    {
        var records = new[] { Aged(1, "13:29:50"), Aged(2, "13:29:40") };

        var datum = Deliver(Counter(new InMemoryMinuteStore(), seed: 1), records).Single(datum => datum.MetricName == "RecordAge");

        Assert.Equal((20_000.0, "sure"), (datum.Value, datum.Dimensions.Single().Value));
    }

    private IReadOnlyList<MetricDatum> Deliver(BatchCounter counter, SourceRecord[] records)
    {
        var batch = RecordBatch.Of(records);
        return counter.CountAsync(batch, _ => { }, default).GetAwaiter().GetResult().Metrics(batch, MetricItems.None, _time.GetUtcNow());
    }

    private BatchCounter Counter(InMemoryMinuteStore store, int seed) => new(
        new Committer(store, new CommitOptions(), _time, new Random(seed)),
        _quarantine, new LanePlanSource(new InMemoryLanePlanStore(), 1, LanePlanUse.Counting, _time), concurrency: 4, _time);

    private static SourceRecord Record(OrderChange change, Road road, int sequence) =>
        new(road, "stream", $"{sequence}", $"{sequence}", ChangeEvent.Write(change), new ParsedChange.Accepted(change));

    private static SourceRecord Aged(int number, string arrivedAt) =>
        Record(Some.Placed(Some.Order(number)), Road.Sure, number) with { ArrivedAt = Some.At(arrivedAt) };

    private static long Sum(IReadOnlyList<MetricDatum> data, string name) =>
        (long)data.Where(datum => datum.MetricName == name).Sum(datum => datum.Value ?? 0);
}
