namespace Analytics.Local.CloudWatch.Alarms;

/// <summary>The comparisons of a value with a fixed threshold, named as in CloudWatch.</summary>
internal enum AlarmComparison
{
    GreaterThanThreshold,
    GreaterThanOrEqualToThreshold,
    LessThanThreshold,
    LessThanOrEqualToThreshold,
}
