namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Stores metrics at 1-second resolution for 3 hours, 1-minute for 15 days, 5-minute for 63 days and 1-hour for 455.</summary>
/// <remarks>
/// Thread-safe. Memory is bounded. The store holds at most 5,000 metrics, where each unit of a metric counts as one. When its data
/// exceed about 64 MB, it halves the retention of all tiers repeatedly until they fit in three quarters of that. Sums stay exact: data
/// become coarser earlier, and only the oldest hours are dropped.
/// </remarks>
public sealed class MetricStore : IDisposable
{
    private const int MaxHalvings = 16;
    private const long RollEverySeconds = 60;

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly MetricStoreOptions options;
    private readonly IMetricJournal? journal;

    // Guarded by the lock.
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

    /// <summary>Records measurements in any namespace, including those that begin with <c>AWS/</c>.</summary>
    /// <param name="metricNamespace">1 to 255 ASCII characters.</param>
    /// <param name="data">The measurements; all or none of them are recorded.</param>
    /// <returns>False if a new metric would exceed the limit of metrics; then nothing is recorded, and a message is logged.</returns>
    /// <exception cref="ArgumentException">A datum is not valid in CloudWatch; nothing is recorded.</exception>
    /// <exception cref="IOException">The journal could not be written; nothing is recorded.</exception>
    public bool Put(string metricNamespace, params IReadOnlyList<MetricDatum> data)
    {
        if (NameRule.Namespace.FindViolation(metricNamespace, "Namespace") is { } violation)
        {
            throw new ArgumentException(violation, nameof(metricNamespace));
        }

        if (data.FirstOrDefault(datum => !DatumRules.IsValid(datum)) is { } invalid)
        {
            throw new ArgumentException($"This datum of {metricNamespace} is not valid: {invalid}", nameof(data));
        }

        var now = clock.GetUtcNow();
        // A datum can be empty: it has no values, or all its counts are zero.
        var measurements = data
            .Select(datum => Measurement.Of(metricNamespace, datum, now))
            .Where(measurement => measurement.Data.Count > 0)
            .ToList();
        lock (gate)
        {
            if (tracks + NewTracks(measurements) > options.MaxSeries)
            {
                options.Log($"There are {options.MaxSeries} metrics, the maximum; data of new ones in {metricNamespace} were refused.");
                return false;
            }

            journal?.Append(measurements);
            measurements.ForEach(Apply);
            MakeRoom(now.ToUnixTimeSeconds());
            Tidy();
        }

        return true;
    }

    /// <summary>Closes the journal, if there is one. The store accepts no data afterwards.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            journal?.Dispose();
        }
    }

    /// <summary>Returns the measurements of a metric by start of the period. Periods without data are absent.</summary>
    /// <param name="id">The metric.</param>
    /// <param name="unit">Restricts the result to measurements in this unit; null for all units together.</param>
    /// <param name="grid">The periods.</param>
    /// <param name="withValues">Whether the caller computes percentiles from the result.</param>
    internal SortedDictionary<long, Distribution> Read(MetricId id, string? unit, PeriodGrid grid, bool withValues)
    {
        var periods = new SortedDictionary<long, Distribution>();
        lock (gate)
        {
            if (series.TryGetValue(id, out var found))
            {
                foreach (var track in found.TracksOf(unit))
                {
                    track.AddTo(periods, grid, withValues);
                }
            }
        }

        return periods;
    }

    /// <summary>Merges all measurements of a metric in a time range, at the finest resolution that is stored for the whole range.</summary>
    internal Distribution ReadWhole(MetricId id, string? unit, DateTimeOffset start, DateTimeOffset end, bool withValues)
    {
        var age = Now - start.ToUnixTimeSeconds();
        var resolution = Tier.All.Skip(1).FirstOrDefault(tier => age <= tier.RetentionSeconds, Tier.All[^1]).Resolution;
        var whole = new Distribution();
        foreach (var part in Read(id, unit, PeriodGrid.OnClock(start, end, resolution), withValues).Values)
        {
            whole.Merge(part, withValues);
        }

        return whole;
    }

    /// <summary>Returns the units in which a metric has been reported.</summary>
    internal IReadOnlyList<string> UnitsOf(MetricId id)
    {
        lock (gate)
        {
            return series.TryGetValue(id, out var found) ? [.. found.Tracks.Keys] : [];
        }
    }

    /// <summary>Returns the metrics with data since the given time, ordered by sort key.</summary>
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
            // The store and the old file have the data; an exception would make the caller record them a second time.
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
