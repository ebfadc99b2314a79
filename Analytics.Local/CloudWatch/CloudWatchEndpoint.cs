using System.Net;
using Analytics.Local.CloudWatch.Dashboards;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Operations;
using Analytics.Local.CloudWatch.Protocol;
using Analytics.Local.CloudWatch.Storage;
using Analytics.Local.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Analytics.Local.CloudWatch;

/// <summary>A local CloudWatch endpoint for any AWS SDK and the AWS CLI, with metrics, metric math and dashboards.</summary>
/// <remarks>
/// It supports AWS JSON 1.0, Smithy RPC v2 CBOR and the Query protocol on 127.0.0.1; credentials, signatures and regions are not checked.
/// The host records service metrics directly through <see cref="Metrics"/>, without a network request.
/// </remarks>
public sealed class CloudWatchEndpoint : IAsyncDisposable
{
    private readonly WebApplication application;

    private CloudWatchEndpoint(
        WebApplication application, MetricStore metrics, DashboardStore dashboards, LabelContext labels, Uri address)
    {
        Dashboards = dashboards;
        Labels = labels;
        this.application = application;
        Metrics = metrics;
        Address = address;
    }

    /// <summary>The address that the endpoint listens on, for instance <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address { get; }

    /// <summary>The metrics, for code in this process.</summary>
    public MetricStore Metrics { get; }

    /// <summary>The dashboards, for code in this process.</summary>
    internal DashboardStore Dashboards { get; }

    /// <summary>The account and the region for dynamic labels.</summary>
    internal LabelContext Labels { get; }

    /// <summary>Loads the data directory, then starts listening.</summary>
    /// <exception cref="IOException">The port is in use, or the data directory cannot be used or is in use.</exception>
    public static async Task<CloudWatchEndpoint> StartAsync(CloudWatchOptions options, CancellationToken cancellationToken)
    {
        var dashboards = new DashboardStore(
            options.DataDirectory is { } directory ? Path.Combine(directory, "dashboards") : null, options.Deployed);
        var metrics = OpenMetrics(options);
        var labels = new LabelContext(options.AccountId, options.Region);
        var handler = new RequestHandler(
            [
                new PutMetricData(metrics, options.Clock),
                new GetMetricData(metrics, labels, options.Clock),
                new GetMetricStatistics(metrics, options.Clock),
                new ListMetrics(metrics, options.Clock),
                new PutDashboard(dashboards, options.Clock),
                new GetDashboard(dashboards, options.AccountId),
                new ListDashboards(dashboards, options.AccountId),
                new DeleteDashboards(dashboards),
            ],
            options.Log);
        var application = Build(options.Port, handler);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            metrics.Dispose();
            throw;
        }

        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        var address = addresses?.Addresses.Single() ?? throw new InvalidOperationException("Kestrel reports where it listens.");
        return new CloudWatchEndpoint(application, metrics, dashboards, labels, new Uri(address));
    }

    /// <summary>Stops listening, waits for requests in progress and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        await application.StopAsync();
        await application.DisposeAsync();
        Metrics.Dispose();
    }

    private static MetricStore OpenMetrics(CloudWatchOptions options)
    {
        if (options.DataDirectory is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        var journal = options.DataDirectory is { } given ? new MetricJournal(Path.Combine(given, "metrics.jsonl"), options.Log) : null;
        return new MetricStore(options.Clock, new MetricStoreOptions { Log = options.Log }, journal);
    }

    private static WebApplication Build(int port, RequestHandler handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MaxBytes;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var application = builder.Build();
        application.Run(handler.HandleAsync);
        return application;
    }
}
