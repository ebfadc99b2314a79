using Amazon.CloudWatch;
using Amazon.DynamoDBv2;
using Amazon.Kinesis;

namespace Analytics.Functions;

/// <summary>The AWS clients of a function, each made when it is first needed. Safe to use from many threads.</summary>
/// <remarks>Endpoints, region and credentials are those of the environment, in the SDK's own way.</remarks>
public sealed class AwsServices(FunctionSettings settings, TimeProvider time)
{
    private readonly Lazy<AmazonDynamoDBClient> _dynamoDb = new(() => new AmazonDynamoDBClient(new AmazonDynamoDBConfig
    {
        // A table answers within milliseconds; waiting the SDK's 100 seconds would outlive the invocation.
        Timeout = TimeSpan.FromSeconds(3),
        MaxErrorRetry = 4,
    }));

    // One bounded attempt: the table stream delivers the change anyway.
    private readonly Lazy<AmazonKinesisClient> _kinesis = new(() => new AmazonKinesisClient(new AmazonKinesisConfig
    {
        Timeout = TimeSpan.FromSeconds(1),
        MaxErrorRetry = 0,
    }));

    private readonly Lazy<AmazonCloudWatchClient> _cloudWatch = new(() => new AmazonCloudWatchClient(new AmazonCloudWatchConfig
    {
        Timeout = TimeSpan.FromSeconds(2),
        // A call whose answer is lost may have been taken, and a metric must not be doubled.
        MaxErrorRetry = 0,
    }));

    public FunctionSettings Settings => settings;

    public TimeProvider Time => time;

    public IAmazonDynamoDB DynamoDb => _dynamoDb.Value;

    public IAmazonKinesis Kinesis => _kinesis.Value;

    public IAmazonCloudWatch CloudWatch => _cloudWatch.Value;
}
