using Amazon.DynamoDBv2;
using Amazon.Kinesis;

namespace Analytics.Functions.Runtime;

/// <summary>The AWS clients of a function, each created on first use. Thread-safe.</summary>
/// <remarks>The SDK reads endpoints, region and credentials from the environment.</remarks>
public sealed class AwsServices(FunctionSettings settings, TimeProvider time)
{
    private readonly Lazy<AmazonDynamoDBClient> _dynamoDb = new(() => new AmazonDynamoDBClient(new AmazonDynamoDBConfig
    {
        // DynamoDB responds within milliseconds; the SDK's default timeout of 100 seconds is longer than the invocation.
        Timeout = TimeSpan.FromSeconds(3),
        MaxErrorRetry = 4,
    }));

    // One attempt with a short timeout: the table stream delivers the change anyway.
    private readonly Lazy<AmazonKinesisClient> _kinesis = new(() => new AmazonKinesisClient(new AmazonKinesisConfig
    {
        Timeout = TimeSpan.FromSeconds(1),
        MaxErrorRetry = 0,
    }));

    public FunctionSettings Settings => settings;

    public TimeProvider Time => time;

    public IAmazonDynamoDB DynamoDb => _dynamoDb.Value;

    public IAmazonKinesis Kinesis => _kinesis.Value;
}
