using System.Text.Json;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis;

public partial class AmazonKinesisClient
{
    public virtual Task<CreateStreamResponse> CreateStreamAsync(CreateStreamRequest request, CancellationToken cancellationToken =
        default) =>
        Invoke(KinesisProtocol.Json, "CreateStream", request, CreateStreamRequest.Write, static () => new CreateStreamResponse(),
            cancellationToken);

    public virtual Task<DeleteStreamResponse> DeleteStreamAsync(DeleteStreamRequest request, CancellationToken cancellationToken =
        default) =>
        Invoke(KinesisProtocol.Json, "DeleteStream", request, DeleteStreamRequest.Write, static () => new DeleteStreamResponse(),
            cancellationToken);

    public virtual Task<DescribeStreamResponse> DescribeStreamAsync(
        DescribeStreamRequest request, CancellationToken cancellationToken = default) =>
        Invoke(
            KinesisProtocol.Json, "DescribeStream", request, DescribeStreamRequest.Write, DescribeStreamResponse.Read, cancellationToken);

    public virtual Task<DescribeStreamSummaryResponse> DescribeStreamSummaryAsync(
        DescribeStreamSummaryRequest request, CancellationToken cancellationToken = default) =>
        Invoke(KinesisProtocol.Json, "DescribeStreamSummary", request, DescribeStreamSummaryRequest.Write,
            DescribeStreamSummaryResponse.Read, cancellationToken);

    public virtual Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default) =>
        Invoke(KinesisProtocol.Json, "GetRecords", request, GetRecordsRequest.Write, GetRecordsResponse.Read, cancellationToken);

    public virtual Task<GetShardIteratorResponse> GetShardIteratorAsync(
        GetShardIteratorRequest request, CancellationToken cancellationToken = default) =>
        Invoke(KinesisProtocol.Json, "GetShardIterator", request, GetShardIteratorRequest.Write, GetShardIteratorResponse.Read,
            cancellationToken);

    public virtual Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default) =>
        Invoke(KinesisProtocol.Json, "ListShards", request, ListShardsRequest.Write, ListShardsResponse.Read, cancellationToken);

    public virtual Task<ListStreamsResponse> ListStreamsAsync(ListStreamsRequest request, CancellationToken cancellationToken = default) =>
        Invoke(KinesisProtocol.Json, "ListStreams", request, ListStreamsRequest.Write, ListStreamsResponse.Read, cancellationToken);

    public virtual Task<PutRecordResponse> PutRecordAsync(PutRecordRequest request, CancellationToken cancellationToken = default) =>
        Invoke(KinesisProtocol.Json, "PutRecord", request, PutRecordRequest.Write, PutRecordResponse.Read, cancellationToken);

    public virtual Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default) =>
        Invoke(KinesisProtocol.Json, "PutRecords", request, PutRecordsRequest.Write, PutRecordsResponse.Read, cancellationToken);

    private Task<TResponse> Invoke<TRequest, TResponse>(
        JsonProtocol protocol, string operation, TRequest request, Action<Utf8JsonWriter, TRequest> write,
        Func<JsonElement, TResponse> read, CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        InvokeAsync<TResponse>(request, protocol.Operation(operation, write, read), cancellationToken);

    private Task<TResponse> Invoke<TRequest, TResponse>(
        JsonProtocol protocol, string operation, TRequest request, Action<Utf8JsonWriter, TRequest> write, Func<TResponse> nothing,
        CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        InvokeAsync<TResponse>(request, protocol.Operation(operation, write, nothing), cancellationToken);
}
