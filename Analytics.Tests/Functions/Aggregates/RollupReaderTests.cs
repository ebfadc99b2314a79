using System.Collections.Concurrent;
using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

public class RollupReaderTests
{
    private static readonly MinuteRange ThreeDays = new(Minute.Of(Some.Day), Minute.Of(Some.Day.AddDays(3)));

    private readonly InMemoryMinuteStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.Day.AddDays(5));
    private readonly AggregateReader _reader;
    private readonly Committer _committer;

    public RollupReaderTests()
    {
        _reader = new AggregateReader(_store, new RollupReader(_store, _store, 4), 4, _time);
        _committer = new Committer(_store, new CommitOptions(), _time, new Random(1));
    }

    [Fact]
    public async Task The_second_reading_of_a_long_window_reads_no_minute()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")), Some.Placed(Some.Order(2, "23:59")));
        var first = await SumAsync();
        var documents = _store.DocumentsSummed;

        var second = await SumAsync();

        Assert.Equal(first, second);
        Assert.Equal((2, documents), (second.Totals.Orders, _store.DocumentsSummed));
    }

    [Fact]
    public async Task A_late_change_is_in_the_next_reading_and_only_its_quarter_is_read_again()
    {
        await CountAsync([.. Enumerable.Range(0, 24).Select(hour => Some.Placed(Some.Order(hour, $"{hour:D2}:00")))]);
        await SumAsync();
        var documents = _store.DocumentsSummed;

        await CountAsync(Some.Cancelled(Some.Order(5, "05:00")));

        Assert.Equal((23, 1), ((await SumAsync()).Totals.Orders, (int)(await SumAsync()).Totals.Cancelled));
        Assert.Equal(documents + 1, _store.DocumentsSummed);
    }

    // As after an import: no quarter of any day has a rollup yet.
    [Fact]
    public async Task Where_storing_is_slow_a_reading_stores_every_day_and_leaves_most_quarters_to_later_ones()
    {
        await CountAsync([.. Enumerable.Range(0, 24).Select(hour => Some.Placed(Some.Order(hour, $"{hour:D2}:00")))]);
        var slow = new SlowRollupStore(_store, _time);
        var reader = new AggregateReader(_store, new RollupReader(slow, _store, 4), 4, _time);

        var first = await SumAsync(reader: reader);

        Assert.Equal(24, first.Totals.Orders);
        Assert.Equal((3, 32), (slow.Stored(RollupLength.Day), slow.Stored(RollupLength.Quarter)));
        // A day of another zone consists of quarters, which are few enough to be stored.
        var shifted = new MinuteRange(ThreeDays.From.Plus(60), ThreeDays.From.Plus(60 + 1440));
        Assert.Equal(23, (await SumAsync(shifted, reader)).Totals.Orders);
        Assert.Equal(first, await SumAsync(reader: reader));
        Assert.Equal(32 + 68, slow.Stored(RollupLength.Quarter));
    }

    // reader   invalidations 0      minutes (a)                      stores? no                reads again (a, b)
    // writer                                   b, invalidations 1
    [Fact]
    public async Task A_sum_that_a_late_change_overtook_is_answered_once_but_not_stored()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")));
        _store.AfterRange = () => CountAsync(Some.Placed(Some.Order(2, "12:01")));

        await SumAsync();

        Assert.Equal(2, (await SumAsync()).Totals.Orders);
    }

    // reader   extent: lane 0                             invalidations 1, lane 0     stores?
    // writer                    lane 3, invalidations 1
    [Theory]
    [InlineData(3, 0)] // a higher lane
    [InlineData(0, -1)] // an earlier day
    public async Task A_sum_has_what_was_written_beyond_the_extent_after_that_was_read(int lane, int days)
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")));
        var at = Some.At("12:01").AddDays(days);
        _store.AfterExtent = () => CountAsync(Some.Placed(Some.Order(2) with { Lane = lane, PlacedAt = at, UpdatedAt = at }));
        var range = new MinuteRange(ThreeDays.From.Plus(-2 * 1440), ThreeDays.To);

        await SumAsync(range);

        Assert.Equal(2, (await SumAsync(range)).Totals.Orders);
    }

    [Fact]
    public async Task A_series_by_the_hour_or_day_is_that_of_the_minutes()
    {
        await CountAsync(
            Some.Placed(Some.Order(1, "00:00")), Some.Placed(Some.Order(2, "00:59")), Some.Placed(Some.Order(3, "01:00")),
            Some.Placed(Some.Order(4, "23:59")));

        Assert.Equal(
            [("2026-11-23T00:00Z", 2), ("2026-11-23T01:00Z", 1), ("2026-11-23T23:00Z", 1)], await SeriesAsync("1h"));
        Assert.Equal([("2026-11-23T00:00Z", 4)], await SeriesAsync("1d"));
        Assert.Equal(
            [("2026-11-23T00:00Z", 1), ("2026-11-23T00:45Z", 1), ("2026-11-23T01:00Z", 1), ("2026-11-23T23:45Z", 1)],
            await SeriesAsync("15m"));
    }

    [Fact]
    public async Task Days_before_the_first_order_are_neither_read_nor_stored()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")));
        var year = new MinuteRange(Minute.Of(Some.Day.AddDays(-395)), Minute.Of(Some.Day.AddDays(1)));

        Assert.Equal(1, (await SumAsync(year)).Totals.Orders);

        Assert.Single(await _store.ReadAsync(RollupLength.Day, year, SumsRead.Totals, default));
    }

    [Fact]
    public async Task A_long_window_with_items_holds_some_periods_at_a_time()
    {
        var orders = Enumerable.Range(0, 100).Select(
            day => Some.Order(day, "12:00") with { PlacedAt = Some.Day.AddDays(-3 * day).AddHours(12) }).ToList();
        await CountAsync([.. orders.Select(order => Some.Placed(order))]);
        var year = new MinuteRange(Minute.Of(Some.Day.AddDays(-395)), Minute.Of(Some.Day.AddDays(1)));

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var sum = await SumAsync(year);
            Assert.Equal(Model.Totals(orders), Model.Of(sum.Totals));
            Assert.Equal(Model.Items(orders), Model.Of(sum.Items));
        }

        Assert.InRange(_store.MaxRollupsRead, 1, 32);
    }

    // Whatever is counted, read and stored in any order, and at the same time, each reading in peace is a scan of the orders.
    [Fact]
    public void Whatever_comes_late_every_reading_is_what_a_scan_of_the_orders_gives() =>
        Gen.Select(Gens.Histories, Gen.Int[0, 1_000_000_000]).Sample((histories, seed) =>
        {
            var random = new Random(seed);
            var world = new RollupReaderTests();
            var done = new List<OrderChange>();
            var changes = histories.SelectMany(history => history).ToArray();
            for (var next = 0; next < changes.Length;)
            {
                var some = changes[next..Math.Min(changes.Length, next + 1 + random.Next(10))];
                next += some.Length;
                done.AddRange(some);
                if (random.Next(2) == 0)
                {
                    Task.WaitAll(
                        Task.Run(() => world.CountAsync(some)), Task.Run(() => world.SumAsync()), Task.Run(() => world.SumAsync()));
                }
                else
                {
                    world._store.AfterRange = () => world.CountAsync(some);
                    world.SumAsync().GetAwaiter().GetResult();
                    (world._store.AfterRange?.Invoke() ?? Task.CompletedTask).GetAwaiter().GetResult();
                    world._store.AfterRange = null;
                }

                var orders = done.GroupBy(change => change.OrderId).Select(order => order.MaxBy(change => change.After!.Version)!.After!)
                    .ToList();
                var sum = world.SumAsync().GetAwaiter().GetResult();
                Assert.Equal(Model.Totals(orders), Model.Of(sum.Totals));
                Assert.Equal(Model.Items(orders), Model.Of(sum.Items));
                Assert.Equal(
                    orders.Select(order => order.CustomerId).Distinct().Count(), world.CustomersAsync().GetAwaiter().GetResult());
            }
        }, iter: 100);

    private async Task<Tally> SumAsync(MinuteRange? asked = null, AggregateReader? reader = null)
    {
        var range = asked ?? ThreeDays;
        var reading = await (reader ?? _reader).ReadAsync(new ReadPlan([range]) { Items = ItemSelection.All }, withItems: true, default);
        return reading.ItemsOf(range);
    }

    private async Task<long> CustomersAsync()
    {
        var reading = await _reader.ReadAsync(new ReadPlan([ThreeDays]) { HasCustomers = true }, withItems: true, default);
        return reading.CustomersOf(ThreeDays).Count;
    }

    private async Task<IEnumerable<(string, long)>> SeriesAsync(string text)
    {
        var boundaries = Calendar.Utc.Boundaries(SeriesStep.Parse(text)!, ThreeDays);
        var reading = await _reader.ReadAsync(new ReadPlan([ThreeDays], boundaries), withItems: false, default);
        return boundaries.Zip(boundaries.Skip(1), (from, to) => (from.ToString(), reading.TotalsOf(new MinuteRange(from, to)).Orders))
            .Where(point => point.Orders > 0);
    }

    private Task CountAsync(params OrderChange[] changes) => _committer.CommitAsync(changes, ChangeSource.Kinesis, default);

    /// <summary>A store that takes a tenth of a second to store a rollup.</summary>
    private sealed class SlowRollupStore(IRollupStore store, FakeTimeProvider time) : IRollupStore
    {
        private readonly ConcurrentBag<RollupLength> _stored = [];

        public int Stored(RollupLength length) => _stored.Count(one => one == length);

        public Task<IReadOnlyDictionary<RollupPeriod, RollupState>> ReadAsync(
            RollupLength length, MinuteRange minutes, SumsRead read, CancellationToken cancellationToken) =>
            store.ReadAsync(length, minutes, read, cancellationToken);

        public Task<bool> TryStoreAsync(
            RollupPeriod period, RollupSum sum, long invalidationsBefore, CancellationToken cancellationToken)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            _stored.Add(period.Length);
            return store.TryStoreAsync(period, sum, invalidationsBefore, cancellationToken);
        }

        public Task InvalidateAsync(RollupPeriod period, CancellationToken cancellationToken) =>
            store.InvalidateAsync(period, cancellationToken);
    }
}
