using System.Globalization;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.Alarms;

/// <summary>The alarms and which of them are raised. For one caller at a time.</summary>
/// <remarks>Like CloudWatch it looks at the periods that end with the latest whole minute, wherever in the hour that is.</remarks>
internal sealed class AlarmBoard(IReadOnlyList<AlarmDefinition> alarms, MetricStore metrics)
{
    private const int MinuteSeconds = 60;

    private readonly HashSet<string> _raised = [];

    /// <summary>Looks at all of them, and gives a line for each that has changed.</summary>
    public IReadOnlyList<string> Look(DateTimeOffset now)
    {
        var lines = new List<string>();
        foreach (var alarm in alarms)
        {
            var values = Values(alarm, now);
            if (alarm.IsRaisedBy(values))
            {
                if (_raised.Add(alarm.Name))
                {
                    lines.Add($"{alarm.Name} is in ALARM: {alarm}; it was {string.Join(", ", values.Select(Shown))}");
                }
            }
            else if (_raised.Remove(alarm.Name))
            {
                lines.Add($"{alarm.Name} is OK again");
            }
        }

        return lines;
    }

    /// <summary>The value of each period that is looked at, the oldest first; null where there are no data.</summary>
    private List<double?> Values(AlarmDefinition alarm, DateTimeOffset now)
    {
        var length = (long)alarm.Period.TotalSeconds;
        var end = Tier.Floor(now.ToUnixTimeSeconds(), MinuteSeconds);
        var start = end - alarm.EvaluationPeriods * length;
        var minutes = metrics.Read(
            alarm.Metric, unit: null, new PeriodGrid(start, end, MinuteSeconds), withValues: false);
        return
        [
            .. Enumerable.Range(0, alarm.EvaluationPeriods).Select(number =>
            {
                var period = new Distribution();
                foreach (var minute in minutes.Where(minute => (minute.Key - start) / length == number))
                {
                    period.Merge(minute.Value, withValues: false);
                }

                return alarm.Statistic.Of(period);
            }),
        ];
    }

    private static string Shown(double? value) => value is { } known ? known.ToString("G6", CultureInfo.InvariantCulture) : "nothing";
}
