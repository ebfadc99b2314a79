using System.Text.Json;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.CloudWatch;

public partial class AmazonCloudWatchClient
{
    public virtual Task<GetDashboardResponse> GetDashboardAsync(GetDashboardRequest request, CancellationToken cancellationToken =
        default) =>
        Invoke(CloudWatchProtocol.Json, "GetDashboard", request, GetDashboardRequest.Write, GetDashboardResponse.Read, cancellationToken);

    public virtual Task<GetMetricDataResponse> GetMetricDataAsync(
        GetMetricDataRequest request, CancellationToken cancellationToken = default) =>
        Invoke(
            CloudWatchProtocol.Json, "GetMetricData", request, GetMetricDataRequest.Write, GetMetricDataResponse.Read, cancellationToken);

    public virtual Task<GetMetricStatisticsResponse> GetMetricStatisticsAsync(
        GetMetricStatisticsRequest request, CancellationToken cancellationToken = default) =>
        Invoke(CloudWatchProtocol.Json, "GetMetricStatistics", request, GetMetricStatisticsRequest.Write, GetMetricStatisticsResponse.Read,
            cancellationToken);

    public virtual Task<ListMetricsResponse> ListMetricsAsync(CancellationToken cancellationToken = default) =>
        ListMetricsAsync(new ListMetricsRequest(), cancellationToken);

    public virtual Task<ListMetricsResponse> ListMetricsAsync(ListMetricsRequest request, CancellationToken cancellationToken = default) =>
        Invoke(CloudWatchProtocol.Json, "ListMetrics", request, ListMetricsRequest.Write, ListMetricsResponse.Read, cancellationToken);

    public virtual Task<PutDashboardResponse> PutDashboardAsync(PutDashboardRequest request, CancellationToken cancellationToken =
        default) =>
        Invoke(CloudWatchProtocol.Json, "PutDashboard", request, PutDashboardRequest.Write, PutDashboardResponse.Read, cancellationToken);

    public virtual Task<PutMetricDataResponse> PutMetricDataAsync(
        PutMetricDataRequest request, CancellationToken cancellationToken = default) =>
        Invoke(CloudWatchProtocol.Compressed, "PutMetricData", request, PutMetricDataRequest.Write,
            static () => new PutMetricDataResponse(), cancellationToken);

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
