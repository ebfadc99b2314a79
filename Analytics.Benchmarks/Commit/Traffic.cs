using Analytics.Benchmarks.Workloads;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Benchmarks.Commit;

/// <summary>The shop's changes at a rate, in the batches that Lambda makes of them with a batching window.</summary>
internal sealed class Traffic
{
    // Lambda's payload takes 6 MB, which is some 5,600 of these records.
    private const int MaxBatch = 5_000;

    /// <param name="count">How many changes.</param>
    /// <param name="rate">Changes a second.</param>
    /// <param name="window">The batching window.</param>
    /// <param name="skus">How many items the shop has.</param>
    /// <param name="slices">The dimension values of the orders, evenly spread; null for none.</param>
    public Traffic(int count, double rate, TimeSpan window, int skus, IReadOnlyList<Slice>? slices = null)
    {
        var span = TimeSpan.FromSeconds(count / rate);
        var changes = SampleShop.Changes(count, skus, span, slices);
        var unique = changes.DistinctBy(change => change.Id).ToList();
        Orders = unique.Count(change => change.Before is null);
        Tally = new Tally();
        unique.ForEach(change => Tally.Add(change));
        Batches =
        [
            .. changes.Index()
                .GroupBy(change => (long)(span * ((double)change.Index / count) / window))
                .SelectMany(ofWindow => ofWindow.Chunk(MaxBatch), (ofWindow, chunk) => new TrafficBatch(
                    SampleShop.Start + (ofWindow.Key + 1) * window, [.. chunk.Select(change => change.Item)])),
        ];
    }

    /// <summary>How many orders were placed.</summary>
    public int Orders { get; }

    /// <summary>What all changes come to, each once.</summary>
    public Tally Tally { get; }

    /// <summary>The batches in the order they come.</summary>
    public IReadOnlyList<TrafficBatch> Batches { get; }
}

/// <summary>A batch.</summary>
/// <param name="At">When Lambda hands it over.</param>
/// <param name="Changes">What is in it; some come again in a later one.</param>
internal sealed record TrafficBatch(DateTimeOffset At, OrderChange[] Changes);
