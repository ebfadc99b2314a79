namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Rules of CloudWatch for names: printable ASCII with at least one character that is not a space.</summary>
/// <remarks>CloudWatch API reference: PutMetricData (Namespace), MetricDatum, Dimension.</remarks>
internal sealed class NameRule
{
    public static readonly NameRule Namespace = new(255, mayStartWithColon: false);
    public static readonly NameRule MetricName = new(255, mayStartWithColon: true);
    public static readonly NameRule DimensionName = new(255, mayStartWithColon: false);
    public static readonly NameRule DimensionValue = new(1024, mayStartWithColon: true);

    private readonly int maxLength;
    private readonly bool mayStartWithColon;

    private NameRule(int maxLength, bool mayStartWithColon)
    {
        this.maxLength = maxLength;
        this.mayStartWithColon = mayStartWithColon;
    }

    public bool IsValid(string text) => FindViolation(text, "") is null;

    /// <summary>Returns the error message for the rule that the value of a parameter breaks; null if the value is valid.</summary>
    public string? FindViolation(string text, string parameter) =>
        text.Length > maxLength ? $"The parameter {parameter} must be shorter than {maxLength + 1} characters."
        : text.Any(character => character > '\x7f') ? $"The value for parameter {parameter} contains non-ASCII characters."
        : text.Any(char.IsControl) ? $"The value for parameter {parameter} contains control characters."
        : string.IsNullOrWhiteSpace(text) ? $"The value for parameter {parameter} must contain at least one character that is not a space."
        : text[0] == ':' && !mayStartWithColon ? $"The value {text} for parameter {parameter} must not start with a colon."
        : null;
}
