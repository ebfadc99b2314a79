using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Reads the minutes of a range from all their lanes.</summary>
internal sealed class AggregateReader(IMinuteStore store, LanePlanSource lanes, int concurrency)
{
    /// <summary>Adds up a range by steps.</summary>
    /// <param name="range">Which minutes.</param>
    /// <param name="stepOf">The step that a minute belongs to.</param>
    /// <param name="withItems">Whether items are wanted.</param>
    /// <param name="log">Takes a line when something is amiss.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<AggregateReading> ReadAsync(
        MinuteRange range, Func<Minute, Minute> stepOf, bool withItems, Action<string> log, CancellationToken cancellationToken)
    {
        var plan = await lanes.GetAsync(log, cancellationToken);
        var gate = new Lock();
        var steps = new Dictionary<Minute, Tally>();
        DateTimeOffset? latest = null;
        await Bounded.ForEachAsync(plan.LanesOver(range), concurrency, async (lane, token) =>
        {
            await foreach (var sums in store.ReadRangeAsync(lane.Lane, lane.Minutes, withItems, token))
            {
                lock (gate)
                {
                    var step = stepOf(sums.Minute);
                    if (!steps.TryGetValue(step, out var tally))
                    {
                        steps.Add(step, tally = new Tally());
                    }

                    tally.Add(sums.Tally);
                    latest = latest > sums.CommittedAt ? latest : sums.CommittedAt;
                }
            }
        }, cancellationToken);

        return new AggregateReading(steps, latest);
    }
}

/// <summary>What a range came to.</summary>
/// <param name="Steps">The tallies by the first minute of their step; steps without any are not there.</param>
/// <param name="LatestCommit">When the newest of it was committed; null when there is nothing.</param>
internal sealed record AggregateReading(IReadOnlyDictionary<Minute, Tally> Steps, DateTimeOffset? LatestCommit);
