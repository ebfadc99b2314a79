namespace Analytics.Local.CloudWatch.Alarms;

/// <summary>Decides the state of an alarm.</summary>
/// <remarks>
/// CloudWatch user guide, "Evaluating an alarm" and "Configuring how CloudWatch alarms treat missing data": more periods are read than are
/// evaluated. As long as enough of them have data, the most recent data points decide; only else are missing ones filled in.
/// </remarks>
internal static class AlarmEvaluation
{
    /// <summary>Periods read in addition to the evaluated ones.</summary>
    /// <remarks>The guide's examples read 5 to evaluate 3, and it states no general rule.</remarks>
    private const int ExtraPeriods = 2;

    /// <summary>Number of periods to read, the evaluation range.</summary>
    public static int RangeOf(AlarmDefinition alarm) => alarm.EvaluationPeriods + ExtraPeriods;

    /// <param name="alarm">The alarm.</param>
    /// <param name="values">The values of the periods in the evaluation range, oldest first; null where there are no data.</param>
    /// <param name="current">The state until now.</param>
    public static AlarmState Evaluate(AlarmDefinition alarm, IReadOnlyList<double?> values, AlarmState current)
    {
        var evaluated = values.OfType<double>().TakeLast(alarm.EvaluationPeriods).ToList();
        var missing = alarm.EvaluationPeriods - evaluated.Count;
        var breaching = evaluated.Count(alarm.IsBreachedBy);
        if (breaching >= alarm.DatapointsToAlarm)
        {
            return AlarmState.Alarm;
        }

        if (missing == 0)
        {
            return AlarmState.Ok;
        }

        return alarm.TreatMissingData switch
        {
            TreatMissingData.Breaching => breaching + missing >= alarm.DatapointsToAlarm ? AlarmState.Alarm : AlarmState.Ok,
            TreatMissingData.NotBreaching => AlarmState.Ok,
            // A data point within the threshold keeps the alarm OK, however many are missing.
            _ when breaching < evaluated.Count => AlarmState.Ok,
            TreatMissingData.Ignore => current,
            _ when evaluated.Count == 0 => AlarmState.InsufficientData,
            _ => IsOldestOldEnough(alarm, values) ? AlarmState.Alarm : current,
        };
    }

    /// <summary>Whether fewer breaching data points than required suffice, because nothing better has followed for long enough.</summary>
    /// <remarks>The guide's "Avoiding premature transitions to alarm state".</remarks>
    private static bool IsOldestOldEnough(AlarmDefinition alarm, IReadOnlyList<double?> values)
    {
        var oldest = values.Index().First(value => value.Item is not null).Index;
        return values.Count - oldest >= alarm.DatapointsToAlarm;
    }
}
