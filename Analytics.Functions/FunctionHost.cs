using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Alerts;
using Analytics.Functions.Counting;
using Analytics.Functions.Drift;
using Analytics.Functions.Http;
using Analytics.Functions.Live;
using Analytics.Functions.Metrics;
using Analytics.Functions.Orders;
using Analytics.Functions.Page;
using Analytics.Functions.Runtime;
using Analytics.Functions.Streaming;

namespace Analytics.Functions;

/// <summary>Starts the function that the environment variable <c>_HANDLER</c> names.</summary>
internal static class FunctionHost
{
    public static async Task<int> RunAsync(Func<string, string?> variable, TimeProvider time, CancellationToken cancellationToken)
    {
        var handler = variable("_HANDLER");
        if (handler is null || !FunctionHandlers.All.Contains(handler))
        {
            await Console.Error.WriteLineAsync(
                $"The environment variable _HANDLER must be one of {string.Join(", ", FunctionHandlers.All)}; got '{handler}'.");
            return 1;
        }

        FunctionSettings settings;
        try
        {
            settings = FunctionSettings.Read(variable);
        }
        catch (InvalidOperationException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 1;
        }

        var services = new AwsServices(settings, time);
        if (handler == FunctionHandlers.Live)
        {
            await new StreamingRuntime(
                variable("AWS_LAMBDA_RUNTIME_API") ?? "", LiveFunction.Compose(services, StandardOutput.WriteLine),
                StandardOutput.WriteLine).RunAsync(cancellationToken);
            return 0;
        }

        using var bootstrap = handler switch
        {
            FunctionHandlers.Orders => Api(OrdersFunction.Compose(services).HandleAsync),
            FunctionHandlers.Aggregates => Api(AggregatesFunction.Compose(services, SharedRoutes.Compose(services)).HandleAsync),
            FunctionHandlers.Page => Api(PageFunction.Compose(services).HandleAsync),
            FunctionHandlers.Drift => Event(DriftFunction.Compose(services).HandleAsync),
            FunctionHandlers.Alerts => Event(AlertsFunction.Compose(services).HandleAsync),
            _ => Event(AnalyticsFunction.Compose(services).HandleAsync),
        };
        await bootstrap.RunAsync(cancellationToken);
        return 0;
    }

    private static LambdaBootstrap Event(Func<Stream, ILambdaContext, Task<Stream>> handler) =>
        LambdaBootstrapBuilder.Create(handler).Build();

    private static LambdaBootstrap Api(
        Func<APIGatewayHttpApiV2ProxyRequest, ILambdaContext, Task<APIGatewayHttpApiV2ProxyResponse>> handler) =>
        LambdaBootstrapBuilder.Create(handler, new SourceGeneratorLambdaJsonSerializer<HttpJson>()).Build();
}
