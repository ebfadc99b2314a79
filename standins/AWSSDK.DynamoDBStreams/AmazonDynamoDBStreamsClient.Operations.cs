using System.Text.Json;
using Amazon.DynamoDBStreams.Model;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams;

public partial class AmazonDynamoDBStreamsClient
{
    public virtual Task<DescribeStreamResponse> DescribeStreamAsync(string streamArn, CancellationToken cancellationToken = default) =>
        DescribeStreamAsync(new DescribeStreamRequest { StreamArn = streamArn }, cancellationToken);

    public virtual Task<DescribeStreamResponse> DescribeStreamAsync(
        DescribeStreamRequest request, CancellationToken cancellationToken = default) =>
        Invoke(DynamoDBStreamsProtocol.Json, "DescribeStream", request, DescribeStreamRequest.Write, DescribeStreamResponse.Read,
            cancellationToken);

    public virtual Task<GetRecordsResponse> GetRecordsAsync(string shardIterator, CancellationToken cancellationToken = default) =>
        GetRecordsAsync(new GetRecordsRequest { ShardIterator = shardIterator }, cancellationToken);

    public virtual Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default) =>
        Invoke(DynamoDBStreamsProtocol.Json, "GetRecords", request, GetRecordsRequest.Write, GetRecordsResponse.Read, cancellationToken);

    public virtual Task<GetShardIteratorResponse> GetShardIteratorAsync(
        GetShardIteratorRequest request, CancellationToken cancellationToken = default) =>
        Invoke(DynamoDBStreamsProtocol.Json, "GetShardIterator", request, GetShardIteratorRequest.Write, GetShardIteratorResponse.Read,
            cancellationToken);

    public virtual Task<ListStreamsResponse> ListStreamsAsync(CancellationToken cancellationToken = default) =>
        ListStreamsAsync(new ListStreamsRequest(), cancellationToken);

    public virtual Task<ListStreamsResponse> ListStreamsAsync(ListStreamsRequest request, CancellationToken cancellationToken = default) =>
        Invoke(DynamoDBStreamsProtocol.Json, "ListStreams", request, ListStreamsRequest.Write, ListStreamsResponse.Read, cancellationToken);

    private Task<TResponse> Invoke<TRequest, TResponse>(
        JsonProtocol protocol, string operation, TRequest request, Action<Utf8JsonWriter, TRequest> write,
        Func<JsonElement, TResponse> read, CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        InvokeAsync<TResponse>(request, protocol.Operation(operation, write, read), cancellationToken);
}
