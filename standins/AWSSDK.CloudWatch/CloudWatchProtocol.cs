using Amazon.Standins;

namespace Amazon.CloudWatch;

internal static class CloudWatchProtocol
{
    public static JsonProtocol Json { get; } = new(
        "Amazon.CloudWatch", "GraniteServiceVersion20100801", "1.0", "2010-08-01", error => new AmazonCloudWatchException(error))
    {
        IsQueryCompatible = true,
    };

    /// <summary>
    /// For requests that may grow large: they are sent in gzip from
    /// <see cref="Amazon.Runtime.ClientConfig.RequestMinCompressionSizeBytes"/> on.
    /// </summary>
    public static JsonProtocol Compressed { get; } = Json with { IsCompressed = true };
}
