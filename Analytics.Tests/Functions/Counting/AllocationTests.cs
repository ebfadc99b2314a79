using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

/// <summary>Holds what the hot path allocates, which no noise of a machine changes.</summary>
public class AllocationTests
{
    private const int Orders = 1_000;
    private const int MaxBytes = 32;

    [Fact]
    public void An_event_on_its_way_to_the_deltas_costs_no_more_than_32_bytes() =>
        AssertCheap(Events.Kinesis([.. Changes().Select(change => ChangeEvent.Write(change).ToArray())]));

    [Fact]
    public void An_image_on_its_way_to_the_deltas_costs_no_more_than_32_bytes() =>
        AssertCheap(Events.Stream([.. Changes().Select(Events.StreamRecord)]));

    [Fact]
    public void Dimensions_cost_nothing_more() =>
        Assert.All(
            new[]
            {
                Events.Kinesis([.. Changes(hasDimensions: true).Select(change => ChangeEvent.Write(change).ToArray())]),
                Events.Stream([.. Changes(hasDimensions: true).Select(Events.StreamRecord)]),
            },
            AssertCheap);

    private static void AssertCheap(byte[] payload)
    {
        var batch = new RecordBatch();
        var delta = new TallyDelta();

        // Until the tables have grown, the pools are filled and the code is there.
        for (var warm = 0; warm < 3; warm++)
        {
            Assert.Equal(Orders, Count(batch, payload, delta));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Count(batch, payload, delta);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Orders;

        Assert.True(bytes <= MaxBytes, $"{bytes:F1} bytes an order");
    }

    private static int Count(RecordBatch batch, byte[] payload, TallyDelta delta)
    {
        var counted = 0;
        batch.Read(payload);
        foreach (var document in DocumentBatch.Sort(batch.Changes, batch.Rows()).First)
        {
            delta.Clear();
            var cached = new CachedDocument(document.Key);
            foreach (var row in document.Rows)
            {
                counted += CountingRule.Count(document.Table[row], cached, delta) == CountingVerdict.Counted ? 1 : 0;
            }
        }

        return counted;
    }

    private static IEnumerable<OrderChange> Changes(bool hasDimensions = false) =>
        Enumerable.Range(1, Orders).Select(number => Some.Placed(Some.Order(
        number, number % 10 == 0 ? "12:01" : "12:00", number % 5 == 0 ? Some.Eur : Some.Usd,
        new OrderLine($"SKU-{number % 300:D5}", 1 + number % 3, 1_250), new OrderLine($"SKU-{number * 7 % 300:D5}", 1, 990)) with
        {
            Lane = number % 4,
            Slice = hasDimensions ? Some.Slice($"channel-{number % 4}", $"country-{number % 5}") : Slice.None,
        }));
}
