using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Sums the minutes of a range, from rollups where they serve and from all lanes of the minutes where they do not.</summary>
public sealed class AggregateReader(IMinuteStore minutes, RollupReader rollups, int concurrency, TimeProvider time)
{
    /// <summary>Sums a range by steps.</summary>
    /// <param name="range">Which minutes.</param>
    /// <param name="steps">How the range is cut into steps.</param>
    /// <param name="withItems">Whether items are wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DocumentUnreadableException">A document in the range is damaged or of a newer format.</exception>
    public async Task<AggregateReading> ReadAsync(MinuteRange range, Steps steps, bool withItems, CancellationToken cancellationToken)
    {
        var sums = new StepSums(steps, range);
        if (await minutes.ReadExtentAsync(cancellationToken) is not { } extent)
        {
            return sums.Reading();
        }

        foreach (var part in RangePlan.Cut(range, time.GetUtcNow(), steps.LongestRollup))
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

/// <summary>How a range is cut into steps.</summary>
public readonly record struct Steps
{
    private readonly Minute? _whole;
    private readonly long _minutes;

    private Steps(Minute? whole, long minutes) => (_whole, _minutes) = (whole, minutes);

    /// <summary>The longest rollup that falls into one step as a whole; null where minutes are wanted.</summary>
    public RollupLength? LongestRollup => _whole is not null || _minutes % (long)RollupLength.Day == 0
        ? RollupLength.Day
        : _minutes % (long)RollupLength.Quarter == 0 ? RollupLength.Quarter : null;

    /// <summary>The whole range is one step.</summary>
    public static Steps Whole(MinuteRange range) => new(range.From, 0);

    /// <summary>The steps of a series.</summary>
    public static Steps Of(SeriesStep step) => new(null, step.Minutes);

    /// <summary>Each minute is a step, and none is read from a rollup.</summary>
    public static Steps EachMinute => new(null, 1);

    /// <summary>The step that a minute falls in, by its first minute.</summary>
    public Minute Of(Minute minute) => _whole ?? new Minute(minute.Number - minute.Number % _minutes);
}

/// <summary>Gathers the sums of steps. Safe to use from many threads until <see cref="Reading"/> is taken.</summary>
internal sealed class StepSums(Steps steps, MinuteRange range)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Minute, Tally> _steps = [];
    private readonly ETag _tag = new(range);
    private DateTimeOffset? _latest;

    /// <summary>Adds what a part of a minute came to.</summary>
    public void Add(MinuteSums part)
    {
        lock (_gate)
        {
            _tag.Add(part);
            Add(part.Minute, part.Tally, part.CommittedAt);
        }
    }

    /// <summary>Adds what a period came to.</summary>
    public void Add(RollupPeriod period, RollupSum sum)
    {
        lock (_gate)
        {
            _tag.Add(period, sum);
            Add(period.Start, sum.Tally, sum.CommittedAt);
        }
    }

    /// <summary>Everything that was added.</summary>
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

/// <summary>What a range came to.</summary>
/// <param name="Steps">The tallies by the first minute of their step; steps without any are not there.</param>
/// <param name="LatestCommit">When the newest of it was committed; null when there is nothing.</param>
/// <param name="Tag">Equal to that of another reading of the same question if nothing has changed; null where there is none to
/// tell.</param>
public sealed record AggregateReading(IReadOnlyDictionary<Minute, Tally> Steps, DateTimeOffset? LatestCommit, string? Tag)
{
    private static readonly Tally Nothing = new();

    /// <summary>The entity tag of an answer. Weak, because the answer also says when it was read.</summary>
    internal EntityTag? EntityTag => Tag is null ? null : new EntityTag(Tag, IsWeak: true);

    /// <summary>What the step came to that begins with a minute. Not to be changed.</summary>
    public Tally StepAt(Minute minute) => Steps.GetValueOrDefault(minute, Nothing);
}
