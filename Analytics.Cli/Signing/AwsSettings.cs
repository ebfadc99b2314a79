using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Analytics.Cli.Signing;

/// <summary>The usual AWS configuration: environment, shared files, or the role of the machine.</summary>
internal static class AwsSettings
{
    /// <summary>The region.</summary>
    /// <exception cref="AmazonClientException">None is configured.</exception>
    public static Amazon.RegionEndpoint Region() => FallbackRegionFactory.GetRegionEndpoint()
        ?? throw new AmazonClientException("No region is configured: set AWS_REGION, or one in your AWS configuration.");

    /// <summary>The credentials.</summary>
    /// <exception cref="AmazonClientException">None are configured.</exception>
    public static AWSCredentials Credentials() => DefaultAWSCredentialsIdentityResolver.GetCredentials();
}
