namespace Analytics.Local.Lambda;

/// <summary>Limits of the real service that code may run into.</summary>
internal static class LambdaLimits
{
    /// <summary>An event, in bytes.</summary>
    public const int MaxPayloadBytes = 6 * 1024 * 1024;

    /// <summary>A response, in bytes: Lambda allows 100 bytes more than for the event.</summary>
    public const int MaxResponseBytes = MaxPayloadBytes + 100;
}
