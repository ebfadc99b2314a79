using Amazon.DynamoDBStreams;
using Amazon.DynamoDBv2;
using Amazon.Kinesis;
using Amazon.Runtime;

namespace Analytics.Local;

/// <summary>AWS SDK clients for the local services.</summary>
internal sealed class AwsClients : IDisposable
{
    /// <summary>Any value works: the local services do not check credentials.</summary>
    public const string AccessKey = "local";

    // Few retries, because the pollers retry themselves.
    private const int PollRetries = 1;

    public AwsClients(Uri dynamoDb, Uri kinesis, string region)
    {
        var credentials = new BasicAWSCredentials(AccessKey, AccessKey);
        DynamoDb = new AmazonDynamoDBClient(
            credentials, new AmazonDynamoDBConfig { ServiceURL = dynamoDb.ToString(), AuthenticationRegion = region });
        DynamoDbStreams = new AmazonDynamoDBStreamsClient(
            credentials,
            new AmazonDynamoDBStreamsConfig { ServiceURL =
            dynamoDb.ToString(), AuthenticationRegion = region, MaxErrorRetry = PollRetries });
        Kinesis = new AmazonKinesisClient(
            credentials,
            new AmazonKinesisConfig { ServiceURL = kinesis.ToString(), AuthenticationRegion = region, MaxErrorRetry = PollRetries });
    }

    public IAmazonDynamoDB DynamoDb { get; }

    public IAmazonDynamoDBStreams DynamoDbStreams { get; }

    public IAmazonKinesis Kinesis { get; }

    public void Dispose()
    {
        DynamoDb.Dispose();
        DynamoDbStreams.Dispose();
        Kinesis.Dispose();
    }
}
