namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Keeps metrics: one second buckets for 3 hours, minutes for 15 days, five minutes for 63, hours for 455.</summary>
/// <remarks>
/// Safe to use from many threads at once. Memory is bounded: at most 5,000 metrics (each unit of a metric counts), and
/// when the values held pass some 64 MB the retention of all tiers is halved, again and again, until they fit in three
/// quarters of that; sums stay exact, only older data become coarser, and the oldest hours go.
/// </remarks>
public sealed class MetricStore : IDisposable
{
    private const int MaxHalvings = 16;
    private const long RollEverySeconds = 60;

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly MetricStoreOptions options;
    private readonly IMetricJournal? journal;

    // Touched only under the gate.
    private readonly Dictionary<MetricId, Series> series = [];
    private int tracks;
    private long cells;
    private long rolledAt;

    internal MetricStore(TimeProvider clock, MetricStoreOptions options, IMetricJournal? journal = null)
    {
        this.clock = clock;
        this.options = options;
        this.journal = journal;
        journal?.Replay(Apply);
        rolledAt = Now;
        Roll(Now);
    }

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Records measurements, in any namespace, also those beginning with <c>AWS/</c>.</summary>
    /// <param name="metricNamespace">1 to 255 characters.</param>
    /// <param name="data">Recorded all or none.</param>
    /// <returns>False if a new metric would be one more than the store holds: nothing is recorded then, and a line is logged.</returns>
    /// <exception cref="ArgumentException">A datum breaks the rules of CloudWatch; nothing is recorded.</exception>
    /// <exception cref="IOException">The data could not be written down; nothing is recorded.</exception>
    public bool Put(string metricNamespace, params IReadOnlyList<MetricDatum> data)
    {
        if (!DatumRules.IsNamespace(metricNamespace))
        {
            throw new ArgumentException($"\"{metricNamespace}\" is no namespace.", nameof(metricNamespace));
        }

        if (data.FirstOrDefault(datum => !DatumRules.IsValid(datum)) is { } invalid)
        {
            throw new ArgumentException($"This datum of {metricNamespace} is not valid: {invalid}", nameof(data));
        }

        var now = clock.GetUtcNow();
        // A datum may say nothing: no values, or only values of a count of zero.
        var measurements = data
            .Select(datum => Measurement.Of(metricNamespace, datum, now))
            .Where(measurement => measurement.Data.Count > 0)
            .ToList();
        lock (gate)
        {
            if (tracks + NewTracks(measurements) > options.MaxSeries)
            {
                options.Log($"There are {options.MaxSeries} metrics, the most that are kept; data of new ones in {metricNamespace} were refused.");
                return false;
            }

            journal?.Append(measurements);
            measurements.ForEach(Apply);
            MakeRoom(now.ToUnixTimeSeconds());
            Tidy();
        }

        return true;
    }

    /// <summary>Closes the file behind the store, if there is one. Nothing may be put afterwards.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            journal?.Dispose();
        }
    }

    /// <summary>The measurements of a metric by period; periods are counted from 1970 and those without data are absent.</summary>
    /// <param name="id">The metric.</param>
    /// <param name="unit">Only what was reported in this unit; null for all units together.</param>
    /// <param name="period">Length in seconds.</param>
    /// <param name="start">The first period is the one that contains it.</param>
    /// <param name="end">The last period is the last that begins before it.</param>
    /// <param name="withValues">Whether percentiles will be asked of what is returned.</param>
    internal SortedDictionary<long, Distribution> Read(
        MetricId id, string? unit, int period, DateTimeOffset start, DateTimeOffset end, bool withValues)
    {
        var periods = new SortedDictionary<long, Distribution>();
        var from = Tier.Floor(start.ToUnixTimeSeconds(), period);
        // The end may lie within a second: the period that begins with that second still begins before the end.
        var to = Tier.Floor((long)Math.Ceiling(end.ToUnixTimeMilliseconds() / 1000.0) - 1, period) + period;
        lock (gate)
        {
            if (series.TryGetValue(id, out var found))
            {
                foreach (var track in found.TracksOf(unit))
                {
                    track.AddTo(periods, period, from, to, withValues);
                }
            }
        }

        return periods;
    }

    /// <summary>All measurements of a metric in a stretch of time together, in the finest resolution in which all of it is kept.</summary>
    internal Distribution ReadWhole(MetricId id, string? unit, DateTimeOffset start, DateTimeOffset end, bool withValues)
    {
        var age = Now - start.ToUnixTimeSeconds();
        var period = Tier.All.Skip(1).FirstOrDefault(tier => age <= tier.KeptSeconds, Tier.All[^1]).Resolution;
        var whole = new Distribution();
        foreach (var part in Read(id, unit, period, start, end, withValues).Values)
        {
            whole.Merge(part, withValues);
        }

        return whole;
    }

    /// <summary>The units that a metric was reported in.</summary>
    internal IReadOnlyList<string> UnitsOf(MetricId id)
    {
        lock (gate)
        {
            return series.TryGetValue(id, out var found) ? [.. found.Tracks.Keys] : [];
        }
    }

    /// <summary>The metrics with data since the given time, in the order of their sort keys.</summary>
    internal IReadOnlyList<MetricId> List(DateTimeOffset since, Func<MetricId, bool> filter)
    {
        var sinceSecond = since.ToUnixTimeSeconds();
        List<MetricId> active;
        lock (gate)
        {
            active = [.. series.Values.Where(candidate => candidate.LatestSecond >= sinceSecond).Select(candidate => candidate.Id)];
        }

        return [.. active.Where(filter).OrderBy(id => id.SortKey, StringComparer.Ordinal)];
    }

    private int NewTracks(IEnumerable<Measurement> measurements) => measurements
        .Select(measurement => (measurement.Id, measurement.Unit))
        .Distinct()
        .Count(key => !series.TryGetValue(key.Id, out var found) || !found.Tracks.ContainsKey(key.Unit));

    private void Apply(Measurement measurement)
    {
        if (!series.TryGetValue(measurement.Id, out var found))
        {
            series.Add(measurement.Id, found = new Series(measurement.Id));
        }

        if (!found.Tracks.TryGetValue(measurement.Unit, out var track))
        {
            found.Tracks.Add(measurement.Unit, track = new Track());
            tracks++;
        }

        found.LatestSecond = Math.Max(found.LatestSecond, measurement.Second);
        cells -= track.Cells;
        track.Change(measurement.Tier, measurement.Second, bucket => bucket.Merge(measurement.Data));
        cells += track.Cells;
    }

    private void MakeRoom(long now)
    {
        if (now - rolledAt >= RollEverySeconds || cells > options.MaxCells)
        {
            Roll(now);
        }
    }

    private void Tidy()
    {
        try
        {
            if (journal is { WantsRewrite: true })
            {
                journal.Rewrite(Everything());
            }
        }
        catch (IOException problem)
        {
            // The data are kept, in the file as it was; an exception would make the caller put them again.
            options.Log($"The file of metrics could not be written anew and goes on growing: {problem.Message}");
        }
    }

    private void Roll(long now)
    {
        rolledAt = now;
        var isFull = cells > options.MaxCells;
        var halvings = 0;
        RollAll(now, halvings);
        while (isFull && cells > options.MaxCells / 4 * 3 && halvings < MaxHalvings)
        {
            RollAll(now, ++halvings);
        }

        if (halvings > 0)
        {
            options.Log($"The metrics took too much memory; the retention of all resolutions was divided by {1 << halvings} this time.");
        }
    }

    private void RollAll(long now, int halvings)
    {
        foreach (var candidate in series.Values.ToList())
        {
            foreach (var (unit, track) in candidate.Tracks.ToList())
            {
                cells -= track.Cells;
                track.Roll(now, halvings);
                cells += track.Cells;
                if (track.IsEmpty)
                {
                    candidate.Tracks.Remove(unit);
                    tracks--;
                }
            }

            if (candidate.Tracks.Count == 0)
            {
                series.Remove(candidate.Id);
            }
        }
    }

    private IEnumerable<Measurement> Everything() =>
        from one in series.Values
        from track in one.Tracks
        from item in track.Value.Buckets()
        select new Measurement(one.Id, track.Key, item.Tier, item.Bucket.Start, item.Bucket.Data);
}
