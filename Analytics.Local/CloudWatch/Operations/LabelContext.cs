namespace Analytics.Local.CloudWatch.Operations;

/// <summary>What a dynamic label says that is not in its series.</summary>
/// <param name="AccountId">The account, 12 digits.</param>
/// <param name="Region">The region.</param>
internal sealed record LabelContext(string AccountId, string Region)
{
    /// <summary>The time of the request; relative times are measured from it.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>The time zone of the times in labels.</summary>
    public TimeSpan UtcOffset { get; init; }
}
