using System.Globalization;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.Alarms;

/// <summary>The alarms and their states. Not thread-safe.</summary>
/// <remarks>
/// As in CloudWatch, periods are counted back from the latest whole minute; they need not be aligned to multiples of their length.
/// </remarks>
internal sealed class AlarmBoard(IReadOnlyList<AlarmDefinition> alarms, MetricStore metrics)
{
    private const int MinuteSeconds = 60;

    private readonly Dictionary<AlarmDefinition, AlarmState> _states = [];

    /// <summary>Evaluates all alarms and returns a log line for each alarm whose state has changed.</summary>
    /// <remarks>An alarm's first state is returned only if it is ALARM.</remarks>
    public IReadOnlyList<string> Evaluate(DateTimeOffset now)
    {
        var lines = new List<string>();
        foreach (var alarm in alarms)
        {
            var values = Values(alarm, now);
            var isFirst = !_states.TryGetValue(alarm, out var before);
            var state = AlarmEvaluation.Evaluate(alarm, values, before);
            _states[alarm] = state;
            if (isFirst ? state == AlarmState.Alarm : state != before)
            {
                lines.Add($"{alarm.Name} {Described(state, before)}: {alarm}; it was {string.Join(", ", Shown(values))}");
            }
        }

        return lines;
    }

    private static string Described(AlarmState state, AlarmState before) => state switch
    {
        AlarmState.Alarm => "is in ALARM",
        AlarmState.InsufficientData => "has INSUFFICIENT_DATA",
        _ => before == AlarmState.Alarm ? "is OK again" : "is OK",
    };

    /// <summary>Returns the value of each period in the evaluation range, oldest first; null for a period without data.</summary>
    private List<double?> Values(AlarmDefinition alarm, DateTimeOffset now)
    {
        var range = AlarmEvaluation.RangeOf(alarm);
        var length = (long)alarm.Period.TotalSeconds;
        var end = Tier.Floor(now.ToUnixTimeSeconds(), MinuteSeconds);
        var start = end - range * length;
        var values = alarm.Input.Read(metrics, new PeriodGrid(start, end, (int)length));
        return
        [
            .. Enumerable.Range(0, range).Select(number =>
                values.TryGetValue(start + number * length, out var value) ? value : (double?)null),
        ];
    }

    private static IEnumerable<string> Shown(List<double?> values)
    {
        var known = values.SkipWhile(value => value is null).DefaultIfEmpty(null);
        return known.Select(value => value is { } number ? number.ToString("G6", CultureInfo.InvariantCulture) : "nothing");
    }
}
