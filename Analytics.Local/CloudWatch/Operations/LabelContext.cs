namespace Analytics.Local.CloudWatch.Operations;

/// <summary>The data for dynamic labels that are not part of a series.</summary>
/// <param name="AccountId">The account, 12 digits.</param>
/// <param name="Region">The region.</param>
internal sealed record LabelContext(string AccountId, string Region)
{
    /// <summary>The time of the request; relative times refer to it.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>The UTC offset of times in labels.</summary>
    public TimeSpan UtcOffset { get; init; }
}
