namespace Analytics.Local.CloudWatch.Alarms;

/// <summary>The states of an alarm. A new alarm starts with insufficient data.</summary>
internal enum AlarmState
{
    InsufficientData,
    Ok,
    Alarm,
}
