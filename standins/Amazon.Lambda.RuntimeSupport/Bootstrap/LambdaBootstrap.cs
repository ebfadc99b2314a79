using System.Reflection;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Fetches invocations from the Lambda Runtime API, one after the other, and answers them.</summary>
/// <remarks>
/// A handler's exception is reported as the invocation's error and the loop goes on. It ends when it is cancelled, at SIGTERM between
/// two invocations, and, with an exception, when the Runtime API fails.
/// </remarks>
public class LambdaBootstrap : IDisposable
{
    // Lambda freezes the process while it waits for an invocation: no limit in use may end that wait.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(12);

    private readonly HttpClient _http = ConstructHttpClient();
    private readonly Func<Stream, ILambdaContext, Task<Stream>> _handler;
    private readonly LambdaEnvironment _environment;

    internal LambdaBootstrap(Func<Stream, ILambdaContext, Task<Stream>> handler, LambdaEnvironment environment)
    {
        _handler = handler;
        _environment = environment;
    }

    /// <exception cref="InvalidOperationException">AWS_LAMBDA_RUNTIME_API is not set.</exception>
    /// <exception cref="HttpRequestException">The Runtime API failed or cannot be reached.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var logger = new LambdaConsoleLogger(Console.Out, _environment);
        var client = new RuntimeApiClient(_http, _environment.RuntimeApi);
        using var signal = new TerminationSignal(cancellationToken);
        while (!signal.Token.IsCancellationRequested)
        {
            try
            {
                var (payload, context) = await client.NextAsync(_environment, logger, signal.Token);
                using (payload)
                {
                    signal.Busy = true;
                    await ServeAsync(client, payload, context, logger);
                    signal.Busy = false;
                }
            }
            catch (OperationCanceledException) when (signal.Token.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    private static HttpClient ConstructHttpClient()
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = s_longestWait };
        var version = typeof(LambdaBootstrap)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"aws-lambda-dotnet/{Environment.Version}-{version}");
        return client;
    }

    private async Task ServeAsync(RuntimeApiClient client, MemoryStream payload, LambdaContext context, LambdaConsoleLogger logger)
    {
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", context.TraceId);
        logger.Invocation = context;
        try
        {
            await AnswerAsync(client, payload, context, logger);
        }
        catch (RuntimeApiRefusalException e)
        {
            // Lambda has ended this invocation, as too large or as no longer awaited; the next one is not concerned.
            logger.LogUnhandled(e);
        }
        finally
        {
            logger.Invocation = null;
        }
    }

    private async Task AnswerAsync(RuntimeApiClient client, MemoryStream payload, LambdaContext context, LambdaConsoleLogger logger)
    {
        Stream output;
        try
        {
            output = await _handler(payload, context);
        }
        catch (Exception e)
        {
            logger.LogUnhandled(e);
            await client.ReportErrorAsync(context.AwsRequestId, e);
            return;
        }

        using (output)
        {
            await client.RespondAsync(context.AwsRequestId, output);
        }
    }
}
