using Amazon.DynamoDBv2;
using Analytics.Benchmarks.Workloads;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Functions.Storage;

namespace Analytics.Benchmarks.Commit;

/// <summary>This product: the analytics function's own parts. With both roads, the second brings each batch to a second instance a window later.</summary>
internal sealed class ProductCommits : CommitWay
{
    public const int Lanes = 4;

    private readonly DynamoMinuteStore _store;
    private readonly SetClock _clock = new();
    private readonly BatchCounter _fast;
    private readonly BatchCounter? _sure;
    private TrafficBatch? _last;

    public ProductCommits(IAmazonDynamoDB dynamoDb, string table, bool bothRoads)
    {
        _store = new DynamoMinuteStore(dynamoDb, table);
        _fast = Counter(dynamoDb, table, seed: 1);
        _sure = bothRoads ? Counter(dynamoDb, table, seed: 2) : null;
    }

    public override async Task TakeAsync(TrafficBatch batch)
    {
        _clock.Now = batch.At;
        await CountAsync(_fast, Payloads.Kinesis(batch.Changes, batch.Changes.Length)[0]);
        await FollowAsync();
        _last = batch;
    }

    public override Task FinishAsync() => FollowAsync();

    public override async Task<Totals> TotalsAsync()
    {
        var sum = new Totals();
        for (var lane = 0; lane < Lanes; lane++)
        {
            await foreach (var part in _store.ReadRangeAsync(lane, new MinuteRange(Minute.Of(Shop.Start).Plus(-1440), Minute.Of(Shop.Start).Plus(1440)), SumsRead.Totals, default))
            {
                sum.Add(part.Tally.Totals);
            }
        }

        return sum;
    }

    private async Task FollowAsync()
    {
        if (_sure is not null && _last is not null)
        {
            await CountAsync(_sure, Payloads.Streams(_last.Changes, _last.Changes.Length)[0]);
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
            new LanePlanSource(new DynamoLanePlanStore(dynamoDb, table), Lanes, LanePlanUse.Counting, _clock), options.Concurrency, _clock);
    }
}
