namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Validates the length of a period in a request.</summary>
internal static class Period
{
    /// <summary>The rule for error messages.</summary>
    public const string Rule = "must be 1, 5, 10, 20, 30 or a multiple of 60";

    public static bool IsValid(int seconds) => seconds is 1 or 5 or 10 or 20 or 30 || (seconds > 0 && seconds % 60 == 0);
}
