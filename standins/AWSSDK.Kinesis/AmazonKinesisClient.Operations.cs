using Amazon.Kinesis.Model;

namespace Amazon.Kinesis;

public partial class AmazonKinesisClient
{
    public virtual Task<CreateStreamResponse> CreateStreamAsync(
        CreateStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<CreateStreamResponse>(
            request,
            KinesisProtocol.Json.Operation<CreateStreamRequest>(
                "CreateStream", CreateStreamRequest.Write, static () => new CreateStreamResponse()),
            cancellationToken);

    public virtual Task<DeleteStreamResponse> DeleteStreamAsync(
        DeleteStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteStreamResponse>(
            request,
            KinesisProtocol.Json.Operation<DeleteStreamRequest>(
                "DeleteStream", DeleteStreamRequest.Write, static () => new DeleteStreamResponse()),
            cancellationToken);

    public virtual Task<DescribeStreamSummaryResponse> DescribeStreamSummaryAsync(
        DescribeStreamSummaryRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeStreamSummaryResponse>(
            request,
            KinesisProtocol.Json.Operation<DescribeStreamSummaryRequest>(
                "DescribeStreamSummary", DescribeStreamSummaryRequest.Write, DescribeStreamSummaryResponse.Read),
            cancellationToken);

    public virtual Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetRecordsResponse>(
            request,
            KinesisProtocol.Json.Operation<GetRecordsRequest>("GetRecords", GetRecordsRequest.Write, GetRecordsResponse.Read),
            cancellationToken);

    public virtual Task<GetShardIteratorResponse> GetShardIteratorAsync(
        GetShardIteratorRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetShardIteratorResponse>(
            request,
            KinesisProtocol.Json.Operation<GetShardIteratorRequest>(
                "GetShardIterator", GetShardIteratorRequest.Write, GetShardIteratorResponse.Read),
            cancellationToken);

    public virtual Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListShardsResponse>(
            request,
            KinesisProtocol.Json.Operation<ListShardsRequest>("ListShards", ListShardsRequest.Write, ListShardsResponse.Read),
            cancellationToken);

    public virtual Task<PutRecordResponse> PutRecordAsync(PutRecordRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutRecordResponse>(
            request,
            KinesisProtocol.Json.Operation<PutRecordRequest>("PutRecord", PutRecordRequest.Write, PutRecordResponse.Read),
            cancellationToken);
}
