using Amazon.DynamoDBv2;
using Analytics.Benchmarks.Workloads;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Storage;

namespace Analytics.Benchmarks.Commit;

/// <summary>
/// This product: the analytics function's own parts. With both sources, the table stream brings each batch to a second instance a window
/// later.
/// </summary>
internal sealed class ProductCommits : CommitWay
{
    private readonly DynamoMinuteStore _store;
    private readonly SetClock _clock = new();
    private readonly BatchCounter _kinesis;
    private readonly BatchCounter? _tableStream;
    private TrafficBatch? _last;

    public ProductCommits(IAmazonDynamoDB dynamoDb, string table, bool bothSources)
    {
        _store = new DynamoMinuteStore(dynamoDb, table);
        _kinesis = Counter(dynamoDb, table, seed: 1);
        _tableStream = bothSources ? Counter(dynamoDb, table, seed: 2) : null;
    }

    public override async Task TakeAsync(TrafficBatch batch)
    {
        _clock.Now = batch.At;
        await CountAsync(_kinesis, Payloads.Kinesis(batch.Changes, batch.Changes.Length)[0]);
        await FollowAsync();
        _last = batch;
    }

    public override Task FinishAsync() => FollowAsync();

    public override async Task<Totals> TotalsAsync()
    {
        var sum = new Totals();
        var extent = await _store.ReadExtentAsync(default) ?? throw new InvalidOperationException("Nothing was counted.");
        var range = new MinuteRange(Minute.Of(SampleShop.Start).Plus(-1440), Minute.Of(SampleShop.Start).Plus(1440));
        foreach (var (lane, minutes) in extent.Partitions(range))
        {
            await foreach (var minute in _store.ReadSumsAsync(lane, minutes, SumsRead.Totals, default))
            {
                sum.Add(minute.Tally.Totals);
            }
        }

        return sum;
    }

    private async Task FollowAsync()
    {
        if (_tableStream is not null && _last is not null)
        {
            await CountAsync(_tableStream, Payloads.Streams(_last.Changes, _last.Changes.Length)[0]);
        }
    }

    private static async Task CountAsync(BatchCounter counter, byte[] payload)
    {
        var records = new RecordBatch();
        records.Read(payload);
        var outcome = await counter.CountAsync(records, _ => { }, default);
        if (outcome.FirstFailure is not null || outcome.Quarantined > 0)
        {
            throw new InvalidOperationException($"A batch was not counted: {outcome.Summary(records)}");
        }
    }

    private BatchCounter Counter(IAmazonDynamoDB dynamoDb, string table, int seed)
    {
        var options = new CommitOptions();
        return new BatchCounter(
            new Committer(_store, options, _clock, new Random(seed)), new DynamoQuarantine(dynamoDb, table, new Random(seed)),
            options.Concurrency, _clock);
    }
}
