namespace Analytics.Local.CloudWatch.Alarms;

/// <summary>Determines the state of an alarm from its data points.</summary>
/// <remarks>
/// CloudWatch user guide, "Evaluating an alarm" and "Configuring how CloudWatch alarms treat missing data": CloudWatch reads more periods
/// than it evaluates. If enough of them have data, the most recent data points decide; missing data points are filled in only otherwise.
/// </remarks>
internal static class AlarmEvaluation
{
    /// <summary>Number of periods read in addition to the evaluated ones.</summary>
    /// <remarks>The guide's examples read 5 periods to evaluate 3; the guide states no general rule.</remarks>
    private const int ExtraPeriods = 2;

    /// <summary>Returns the evaluation range: the number of periods to read.</summary>
    public static int RangeOf(AlarmDefinition alarm) => alarm.EvaluationPeriods + ExtraPeriods;

    /// <param name="alarm">The alarm.</param>
    /// <param name="values">The values of the periods in the evaluation range, oldest first; null for a period without data.</param>
    /// <param name="current">The current state.</param>
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
            // A data point that does not breach keeps the alarm OK, however many are missing.
            _ when breaching < evaluated.Count => AlarmState.Ok,
            TreatMissingData.Ignore => current,
            _ when evaluated.Count == 0 => AlarmState.InsufficientData,
            _ => IsOldestOldEnough(alarm, values) ? AlarmState.Alarm : current,
        };
    }

    /// <summary>
    /// Whether fewer breaching data points than required suffice: the oldest data point, which like all others breaches, is at least
    /// <c>DatapointsToAlarm</c> periods old.
    /// </summary>
    /// <remarks>CloudWatch user guide, "Avoiding premature transitions to alarm state".</remarks>
    private static bool IsOldestOldEnough(AlarmDefinition alarm, IReadOnlyList<double?> values)
    {
        var oldest = values.Index().First(value => value.Item is not null).Index;
        return values.Count - oldest >= alarm.DatapointsToAlarm;
    }
}
