using System.Globalization;
using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Operations;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Alarms;

/// <summary>The values that an alarm compares with its threshold. A closed set of three cases.</summary>
internal abstract record AlarmInput
{
    private AlarmInput()
    {
    }

    /// <summary>Returns the values of the grid's periods, by start of the period in seconds since 1970; absent without data.</summary>
    public abstract IReadOnlyDictionary<long, double> Read(MetricStore metrics, PeriodGrid grid);

    /// <summary>The values in words, for the log.</summary>
    public abstract override string ToString();

    /// <summary>A statistic of a metric.</summary>
    public sealed record OfMetric(MetricId Metric, Statistic Statistic) : AlarmInput
    {
        public override IReadOnlyDictionary<long, double> Read(MetricStore metrics, PeriodGrid grid)
        {
            var values = new Dictionary<long, double>();
            foreach (var (second, data) in metrics.Read(Metric, unit: null, grid, Statistic.NeedsValues))
            {
                if (Statistic.Of(data) is { } value)
                {
                    values.Add(second, value);
                }
            }

            return values;
        }

        public override string ToString() => $"{Statistic.Name} of {Metric.Namespace} {Metric.Name}";
    }

    /// <summary>An expression over metrics.</summary>
    /// <param name="Id">The id of the query that the alarm compares.</param>
    /// <param name="Text">Its expression.</param>
    /// <param name="Queries">All queries of the alarm.</param>
    public sealed record OfExpression(string Id, string Text, IReadOnlyList<MetricQuery> Queries) : AlarmInput
    {
        /// <exception cref="ServiceError">The expression cannot be evaluated, or yields more than one series.</exception>
        public override IReadOnlyDictionary<long, double> Read(MetricStore metrics, PeriodGrid grid)
        {
            var end = DateTimeOffset.FromUnixTimeSeconds(grid.End);
            var run = new QueryRun(
                metrics, Queries, new MathRange(DateTimeOffset.FromUnixTimeSeconds(grid.Start), end, end),
                new LabelContext("", "") { Now = end });
            return run.Answer(Queries.Single(query => query.Id == Id)) is [var only] ? only.Index()
                : throw ServiceError.Validation($"Error in expression '{Id}': it yields several time series; an alarm compares one.");
        }

        public override string ToString() => Text;
    }

    /// <summary>
    /// How far another input is above the lower bound of an anomaly detection band: its value, less the mean of the same time of day on
    /// earlier days, plus some standard deviations of these.
    /// </summary>
    /// <remarks>
    /// A stand-in for CloudWatch's model, which also learns trends and weekdays. A period has no value until <see cref="MinDays"/> of the
    /// last <see cref="MaxDays"/> days have one.
    /// </remarks>
    /// <param name="Inner">The values.</param>
    /// <param name="Deviations">Number of standard deviations from the mean to the bound, more than 0.</param>
    public sealed record AboveLowerBound(AlarmInput Inner, double Deviations) : AlarmInput
    {
        /// <summary>Number of days that the band is computed from.</summary>
        public const int MaxDays = 14;

        /// <summary>Number of days that must have a value.</summary>
        public const int MinDays = 3;

        private const int DaySeconds = 86_400;

        public override IReadOnlyDictionary<long, double> Read(MetricStore metrics, PeriodGrid grid)
        {
            var earlier = Enumerable.Range(1, MaxDays).Select(day => (Shift: (long)day * DaySeconds, Values: Inner.Read(
                metrics, grid with { Start = grid.Start - (long)day * DaySeconds, End = grid.End - (long)day * DaySeconds }))).ToList();
            var above = new Dictionary<long, double>();
            foreach (var (second, value) in Inner.Read(metrics, grid))
            {
                var usual = earlier.Where(day => day.Values.ContainsKey(second - day.Shift))
                    .Select(day => day.Values[second - day.Shift]).ToList();
                if (usual.Count >= MinDays)
                {
                    var mean = usual.Average();
                    var deviation = Math.Sqrt(usual.Average(one => (one - mean) * (one - mean)));
                    above.Add(second, value - (mean - Deviations * deviation));
                }
            }

            return above;
        }

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Inner} less its usual value minus {Deviations} standard deviations");
    }
}
