namespace Analytics.Local.Lambda;

/// <summary>Limits of the AWS Lambda service that code may reach.</summary>
internal static class LambdaLimits
{
    /// <summary>Maximum size of an event in bytes.</summary>
    public const int MaxPayloadBytes = 6 * 1024 * 1024;

    /// <summary>Maximum size of a response in bytes: 100 bytes more than an event.</summary>
    public const int MaxResponseBytes = MaxPayloadBytes + 100;
}
