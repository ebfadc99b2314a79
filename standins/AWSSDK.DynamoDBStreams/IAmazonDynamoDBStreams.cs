using Amazon.DynamoDBStreams.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.DynamoDBStreams;

public partial interface IAmazonDynamoDBStreams : IAmazonService, IDisposable
{
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonDynamoDBStreamsConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        clientConfig is not AmazonDynamoDBStreamsConfig config
            ? throw new AmazonClientException(
            $"AmazonDynamoDBStreamsClient takes an AmazonDynamoDBStreamsConfig; was {clientConfig?.GetType().FullName ?? "null"}.")
        : awsCredentials is null ? new AmazonDynamoDBStreamsClient(config)
        : new AmazonDynamoDBStreamsClient(awsCredentials, config);

    Task<DescribeStreamResponse> DescribeStreamAsync(string streamArn, CancellationToken cancellationToken = default);

    Task<DescribeStreamResponse> DescribeStreamAsync(DescribeStreamRequest request, CancellationToken cancellationToken = default);

    Task<GetRecordsResponse> GetRecordsAsync(string shardIterator, CancellationToken cancellationToken = default);

    Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default);

    Task<GetShardIteratorResponse> GetShardIteratorAsync(GetShardIteratorRequest request, CancellationToken cancellationToken = default);

    Task<ListStreamsResponse> ListStreamsAsync(CancellationToken cancellationToken = default);

    Task<ListStreamsResponse> ListStreamsAsync(ListStreamsRequest request, CancellationToken cancellationToken = default);

    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);
}
