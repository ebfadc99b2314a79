using Amazon.DynamoDBStreams;
using Amazon.DynamoDBv2;
using Amazon.Kinesis;
using Amazon.Runtime;

namespace Analytics.Local;

/// <summary>AWS SDK clients for DynamoDB and Kinesis: the emulators, or external services.</summary>
internal sealed class AwsClients : IDisposable
{
    // Few retries, because the pollers retry themselves.
    private const int PollRetries = 1;

    public AwsClients(Uri dynamoDb, Uri dynamoDbStreams, Uri kinesis, string region, ImmutableCredentials credentials)
    {
        AWSCredentials signing = credentials.UseToken
            ? new SessionAWSCredentials(credentials.AccessKey, credentials.SecretKey, credentials.Token)
            : new BasicAWSCredentials(credentials.AccessKey, credentials.SecretKey);
        DynamoDb = new AmazonDynamoDBClient(
            signing, new AmazonDynamoDBConfig { ServiceURL = dynamoDb.ToString(), AuthenticationRegion = region });
        DynamoDbStreams = new AmazonDynamoDBStreamsClient(
            signing,
            new AmazonDynamoDBStreamsConfig
            {
                ServiceURL = dynamoDbStreams.ToString(), AuthenticationRegion = region, MaxErrorRetry = PollRetries,
            });
        Kinesis = new AmazonKinesisClient(
            signing,
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
