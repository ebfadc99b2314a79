using System.Globalization;
using Amazon.CloudWatch;
using Amazon.Runtime;
using Analytics.Cli.Tables;
using Analytics.Cli.Terminal;
using Analytics.Core.Changes;
using Analytics.Functions.Metrics;
using Analytics.Functions.Runtime;
using Analytics.Local;
using Analytics.Operations.Import;

namespace Analytics.Cli.Demo;

/// <summary>Gives the demo its past: imports the shop's history, and reports its metrics as far back as CloudWatch takes them.</summary>
internal static class DemoPast
{
    private static readonly TimeSpan MetricTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Imports what is not there yet.</summary>
    /// <param name="endpoints">The running stack.</param>
    /// <param name="dataDirectory">Its data directory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Receives a line about the result.</param>
    /// <param name="cancellationToken">Stops it; the next start goes on.</param>
    public static async Task FillAsync(
        LocalEndpoints endpoints, string dataDirectory, TimeProvider time, Action<string> say, CancellationToken cancellationToken)
    {
        try
        {
            var began = time.GetTimestamp();
            var settings = FunctionSettings.Read(endpoints.FunctionVariables["AnalyticsFunction"].GetValueOrDefault);
            using var tables = StackTables.Connect(new TableNames(dataDirectory), time);
            var result = await tables.Importer(null).WriteCountedAsync(
                [.. ShopHistory.Before(time.GetUtcNow())], settings.Lanes, new Silence(), cancellationToken);
            await PublishAsync(result.Added, endpoints, settings, time, say);
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"history imported: {result.Written + result.Known:N0} orders over {ShopHistory.Length.TotalDays:0} days, "
                    + $"{result.Written:N0} new, in {time.GetElapsedTime(began).TotalSeconds:N1} s"));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure) when (StackTables.IsOutside(failure))
        {
            say($"history not imported completely; the next start continues: {failure.Message}");
        }
    }

    /// <summary>Asks for the totals of the whole past until they are answered, at most ten times.</summary>
    /// <remarks>The first reader of a long window has its rollups computed. No page has to wait for them afterwards.</remarks>
    /// <param name="api">The address of the API.</param>
    /// <param name="token">The token for it; null if it needs none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task SumAsync(Uri api, string? token, TimeProvider time, CancellationToken cancellationToken)
    {
        using var http = ApiClient.Of(api, token, TimeSpan.FromMinutes(1));
        var shop = new ShopApi(http);
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            var window = $"/aggregates/totals?window={ShopHistory.Length.Days}d";
            if (await shop.GetAsync<WindowTotals>(window, cancellationToken) is not ApiAnswer<WindowTotals>.Unavailable)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
        }
    }

    private static async Task PublishAsync(
        IEnumerable<ImportedOrder> added, LocalEndpoints endpoints, FunctionSettings settings, TimeProvider time, Action<string> say)
    {
        // Metrics have no change ids, and those of an order need only be in its minute: any ids will do.
        var random = new Random(0);
        var changes = added.SelectMany(order =>
        {
            var states = order.States(settings.Lanes, random).ToList();
            return states.Select((state, index) => OrderChange.Published(index == 0 ? null : states[index - 1], state));
        });
        using var cloudWatch = new AmazonCloudWatchClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonCloudWatchConfig
            {
                ServiceURL = endpoints.CloudWatch.ToString(), AuthenticationRegion = endpoints.Region, MaxErrorRetry = 0,
            });
        await new CloudWatchSink(() => cloudWatch, settings.MetricNamespace, time).TryPublishAsync(
            PastMetrics.Of(changes, settings.MetricItems, time.GetUtcNow()), MetricTimeout, say);
    }

    private sealed class Silence : IImportProgress
    {
        public void Begin(int orders)
        {
        }

        public void Handled(int orders)
        {
        }

        public void Complete()
        {
        }
    }
}
