namespace Analytics.Local.CloudWatch.Alarms;

/// <summary>How an alarm treats periods without data, named as in CloudWatch.</summary>
internal enum TreatMissingData
{
    Missing,
    NotBreaching,
    Breaching,
    Ignore,
}
