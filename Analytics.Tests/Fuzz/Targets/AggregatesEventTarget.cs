using System.Runtime.CompilerServices;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The whole event that API Gateway hands to the aggregates function.</summary>
internal sealed class AggregatesEventTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(
        OrdersEventTarget.Event(
            "GET /aggregates/totals", "/aggregates/totals", "GET", null,
            query: "\"window\":\"5m\",\"includes\":\"2026-11-23T12:00Z.0.caa38c9c00000001\",\"wait\":\"0.2s\""),
        OrdersEventTarget.Event("GET /aggregates/series", "/aggregates/series", "GET", null,
        query: "\"from\":\"2026-11-23T10:05Z\",\"to\":\"2026-11-23T11:05Z\",\"step\":\"15m\""),
        OrdersEventTarget.Event("GET /aggregates/items", "/aggregates/items", "GET", null,
        query: "\"window\":\"1h\",\"by\":\"revenue\",\"currency\":\"USD\",\"top\":\"3\""),
        OrdersEventTarget.Event("GET /aggregates/summary", "/aggregates/summary", "GET", null,
        query: "\"window\":\"1h\",\"step\":\"5m\",\"compare\":\"previous\",\"include\":\"share,cumulative\""),
        OrdersEventTarget.Event("GET /aggregates/explain", "/aggregates/explain", "GET", null,
        query: "\"window\":\"1h\",\"currency\":\"USD\",\"limit\":\"1\""),
        OrdersEventTarget.Event("GET /aggregates/items/{sku}", "/aggregates/items/tea", "GET", null, id: "x", query: "\"window\":\"1h\""));

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Vocabulary.Json,
        .. Texts("\"31d\"", "\"744h\"", "\"999999d\"", "\"1m\"", "\"0m\"", "\"step\":\"1d\"", "\"9999-12-31T23:59Z\"",
            "\"0001-01-01T00:00Z\"", "\"2026-11-23T12:00+14:00\"", "\"GET /aggregates/series\"", "\"GET /aggregates/items\"", "\"1000\"",
            "\"includes\":\"2026-11-23T12:00Z.3.caa38c9c00000002\"", "\"wait\":\"10s\"", "\"0s\"",
            "\"2026-11-23T12:00Z.0.caa38c9c00000001\""),
    ];

    // A series may have 44,640 points, of which an answer of 4.5 million characters is made: some 140 MB pass by on the way.
    public override long MaxAllocated(int length) => 256L * 1024 * 1024 + 1_000L * length;

    public override string Run(byte[] input)
    {
        var context = new StubContext();
        var function = Function();
        return OrdersEventTarget.ApiOutcome(input, context, request => function.HandleAsync(request, context));
    }

    /// <summary>The function over two minutes of two currencies.</summary>
    public static AggregatesFunction Function()
    {
        var time = new HastyTime(Some.At("12:30"));
        var store = new TwoMinutes();
        var orders = new InMemoryOrderStore();
        foreach (var order in new[] { Some.Order(1), Some.Order(2, "12:05", Some.Jpy) })
        {
            orders.TryAddAsync(new StoredOrder(order, "hash"), default).GetAwaiter().GetResult();
        }

        var reader = new AggregateReader(store, new RollupReader(store, store, 1), 1, time);
        var waiter = new ChangeWaiter(store, time);
        return new AggregatesFunction(new AggregatesHandler(reader, waiter, time), time)
        {
            Explain = new ExplainHandler(new ExplainReader(reader, orders, orders), waiter, time),
        };
    }

    /// <summary>A clock on which short waits are over at once.</summary>
    private sealed class HastyTime(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero && dueTime <= LongestWait)
            {
                Advance(dueTime);
            }

            return timer;
        }
    }

    /// <summary>Two documents in any range that holds them, and no rollup is ever stored. It never leaves the thread that asks.</summary>
    private sealed class TwoMinutes : IMinuteStore, IRollupStore
    {
        private static readonly MinuteSums[] Sums =
        [
            new(new DocumentKey(0, Minute.Of(Some.At("12:00"))), Tally.Of([Some.Order(1)]), Some.At("12:01"), 1, SegmentList.None),
            new(new DocumentKey(0, Minute.Of(Some.At("12:05"))), Tally.Of([Some.Order(2, currency: Some.Jpy)]), Some.At("12:06"), 1,
                SegmentList.None),
        ];

        private static readonly MinuteHead Head = HeadOf(Some.Order(1));

        public Task<DocumentExtent?> ReadExtentAsync(CancellationToken cancellationToken) =>
            Task.FromResult<DocumentExtent?>(DocumentExtent.Of(Sums[0].Key));

        public Task CoverAsync(DocumentKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<MinuteHead?> ReadHeadAsync(DocumentKey key, CancellationToken cancellationToken) =>
            Task.FromResult(key == Head.Key ? Head : null);

        public IAsyncEnumerable<MinuteHead> ReadHeadsAsync(
            int lane, MinuteRange range, Action<DocumentUnreadableException>? unreadable, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<MinuteSegment>> FindSegmentsAsync(DocumentKey key, int from, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public async IAsyncEnumerable<MinuteSums> ReadSumsAsync(
            int lane, MinuteRange range, SumsRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            foreach (var sums in Sums.Where(sums => range.Contains(sums.Minute)))
            {
                yield return sums;
            }
        }

        public Task<HeadWrite> TryWriteAsync(
            MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<bool> TryReplaceDamagedAsync(
            DocumentKey key, IReadOnlyList<TallyDelta> contents, string writer, DateTimeOffset at, IReadOnlyList<RollupPeriod> invalidated,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyDictionary<RollupPeriod, RollupState>> ReadAsync(
            RollupLength length, MinuteRange minutes, SumsRead read, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<RollupPeriod, RollupState>>(new Dictionary<RollupPeriod, RollupState>());

        public Task<bool> TryStoreAsync(RollupPeriod period, RollupSum sum, long invalidationsBefore,
            CancellationToken cancellationToken) =>
            Task.FromResult(false);

        public Task InvalidateAsync(RollupPeriod period, CancellationToken cancellationToken) => throw new NotSupportedException();

        private static MinuteHead HeadOf(Order order)
        {
            var document = new CachedDocument(Sums[0].Key);
            var delta = new TallyDelta();
            delta.Add(Some.Placed(order));
            return document.Next(delta, "w", Some.At("12:01"), int.MaxValue).Head;
        }
    }
}
