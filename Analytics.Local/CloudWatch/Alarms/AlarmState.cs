namespace Analytics.Local.CloudWatch.Alarms;

/// <summary>The states of an alarm. A new alarm has too few data.</summary>
internal enum AlarmState
{
    InsufficientData,
    Ok,
    Alarm,
}
