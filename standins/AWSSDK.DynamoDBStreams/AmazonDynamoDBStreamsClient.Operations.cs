using Amazon.DynamoDBStreams.Model;

namespace Amazon.DynamoDBStreams;

public partial class AmazonDynamoDBStreamsClient
{
    public virtual Task<DescribeStreamResponse> DescribeStreamAsync(
        DescribeStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeStreamResponse>(
            request,
            DynamoDBStreamsProtocol.Json.Operation<DescribeStreamRequest>(
                "DescribeStream", DescribeStreamRequest.Write, DescribeStreamResponse.Read),
            cancellationToken);

    public virtual Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetRecordsResponse>(
            request,
            DynamoDBStreamsProtocol.Json.Operation<GetRecordsRequest>("GetRecords", GetRecordsRequest.Write, GetRecordsResponse.Read),
            cancellationToken);

    public virtual Task<GetShardIteratorResponse> GetShardIteratorAsync(
        GetShardIteratorRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetShardIteratorResponse>(
            request,
            DynamoDBStreamsProtocol.Json.Operation<GetShardIteratorRequest>(
                "GetShardIterator", GetShardIteratorRequest.Write, GetShardIteratorResponse.Read),
            cancellationToken);
}
