using Amazon.CloudWatch.Model;

namespace Amazon.CloudWatch;

public partial class AmazonCloudWatchClient
{
    public virtual Task<GetMetricDataResponse> GetMetricDataAsync(
        GetMetricDataRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetMetricDataResponse>(
            request,
            CloudWatchProtocol.Json.Operation<GetMetricDataRequest>(
                "GetMetricData", GetMetricDataRequest.Write, GetMetricDataResponse.Read),
            cancellationToken);

    public virtual Task<PutDashboardResponse> PutDashboardAsync(
        PutDashboardRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutDashboardResponse>(
            request,
            CloudWatchProtocol.Json.Operation<PutDashboardRequest>(
                "PutDashboard", PutDashboardRequest.Write, static () => new PutDashboardResponse()),
            cancellationToken);

    public virtual Task<PutMetricDataResponse> PutMetricDataAsync(
        PutMetricDataRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutMetricDataResponse>(
            request,
            CloudWatchProtocol.Compressed.Operation<PutMetricDataRequest>(
                "PutMetricData", PutMetricDataRequest.Write, static () => new PutMetricDataResponse()),
            cancellationToken);
}
