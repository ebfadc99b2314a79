using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Sums a range of minutes, from rollups where the range plan allows and else from the minute documents of all lanes.</summary>
public sealed class AggregateReader(IMinuteStore minutes, RollupReader rollups, int concurrency, TimeProvider time)
{
    /// <summary>Sums a range by step.</summary>
    /// <param name="range">The minutes to sum.</param>
    /// <param name="steps">How the range is divided into steps.</param>
    /// <param name="withItems">Whether to sum items too.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DocumentUnreadableException">A document in the range is damaged or has a newer format.</exception>
    public async Task<AggregateReading> ReadAsync(MinuteRange range, Steps steps, bool withItems, CancellationToken cancellationToken)
    {
        var sums = new StepSums(steps, range);
        if (await minutes.ReadExtentAsync(cancellationToken) is not { } extent)
        {
            return sums.Reading();
        }

        foreach (var part in steps.Plan(range, time.GetUtcNow()))
        {
            if (part.Rollups is { } length)
            {
                await rollups.ReadAsync(length, part.Minutes, withItems, extent, sums.Add, cancellationToken);
            }
            else
            {
                await ReadMinutesAsync(part.Minutes, withItems, extent, sums, cancellationToken);
            }
        }

        return sums.Reading();
    }

    private Task ReadMinutesAsync(
        MinuteRange range, bool withItems, DocumentExtent extent, StepSums sums, CancellationToken cancellationToken) =>
        Bounded.ForEachAsync(extent.Partitions(range), concurrency, async (partition, token) =>
        {
            var read = withItems ? SumsRead.Items : SumsRead.Totals;
            await foreach (var minute in minutes.ReadSumsAsync(partition.Lane, partition.Minutes, read, token))
            {
                sums.Add(minute);
            }
        }, cancellationToken);
}

/// <summary>Accumulates sums by step. Adding is thread-safe; call <see cref="Reading"/> when all adding has finished.</summary>
internal sealed class StepSums(Steps steps, MinuteRange range)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Minute, Tally> _steps = [];
    private readonly ETag _tag = new(range, steps.FirstUnderWay(range));
    private DateTimeOffset? _latest;

    /// <summary>Adds the sums of one minute document.</summary>
    public void Add(MinuteSums part)
    {
        lock (_gate)
        {
            _tag.Add(part);
            Add(part.Minute, part.Tally, part.CommittedAt);
        }
    }

    /// <summary>Adds the rollup of a period.</summary>
    public void Add(RollupPeriod period, RollupSum sum)
    {
        lock (_gate)
        {
            _tag.Add(period, sum);
            Add(period.Start, sum.Tally, sum.CommittedAt);
        }
    }

    /// <summary>The result of everything added.</summary>
    public AggregateReading Reading() => new(_steps, _latest, _tag.Text);

    private void Add(Minute minute, Tally tally, DateTimeOffset? committedAt)
    {
        var step = steps.Of(minute);
        if (!_steps.TryGetValue(step, out var sum))
        {
            _steps.Add(step, sum = new Tally());
        }

        sum.Add(tally);
        _latest = committedAt is null || committedAt <= _latest ? _latest : committedAt;
    }
}

/// <summary>The sums of a range.</summary>
/// <param name="Steps">Tallies by the first minute of their step. Steps without data are absent.</param>
/// <param name="LatestCommit">The latest commit time among the documents summed; null when there is no data.</param>
/// <param name="Tag">Version of the data: two reads of one query have equal tags if no data changed between them. Null when the sums
/// contain a rollup that has no version yet.</param>
public sealed record AggregateReading(IReadOnlyDictionary<Minute, Tally> Steps, DateTimeOffset? LatestCommit, string? Tag)
{
    private static readonly Tally Nothing = new();

    /// <summary>
    /// The entity tag of the response. Weak, because the response also states when it was read. CSV has a tag of its own, so that a stored
    /// response in JSON is not taken for it.
    /// </summary>
    internal EntityTag? EntityTag(bool isCsv) => Tag is null ? null : new EntityTag(isCsv ? $"{Tag}-csv" : Tag, IsWeak: true);

    /// <summary>The tally of the step that begins with a minute; empty when the step has no data. Callers must not modify it.</summary>
    public Tally StepAt(Minute minute) => Steps.GetValueOrDefault(minute, Nothing);
}
