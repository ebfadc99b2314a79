using System.Reflection;
using Amazon.Lambda.RuntimeSupport.Bootstrap;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Fetches invocations from the Lambda Runtime API, one after the other, and answers them.</summary>
/// <remarks>
/// A handler's exception is reported as the invocation's error and the loop goes on. It ends when it is cancelled, when the
/// initializer returns false, at SIGTERM between two invocations, and, with an exception, when the Runtime API fails.
/// </remarks>
public class LambdaBootstrap : IDisposable
{
    // Lambda freezes the process while it waits for an invocation: no limit in use may end that wait.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(12);

    private readonly HttpClient _httpClient;
    private readonly bool _ownsHttpClient;
    private readonly LambdaBootstrapHandler _handler;
    private readonly LambdaBootstrapInitializer _initializer;
    private readonly LambdaBootstrapOptions _options;

    public LambdaBootstrap(HttpClient httpClient, LambdaBootstrapHandler handler, LambdaBootstrapInitializer initializer = null)
        : this(httpClient, ownsHttpClient: false, handler, null, initializer)
    {
    }

    public LambdaBootstrap(LambdaBootstrapHandler handler, LambdaBootstrapInitializer initializer = null)
        : this(ConstructHttpClient(), ownsHttpClient: true, handler, null, initializer)
    {
    }

    public LambdaBootstrap(
        LambdaBootstrapHandler handler, LambdaBootstrapOptions lambdaBootstrapOptions, LambdaBootstrapInitializer initializer = null)
        : this(ConstructHttpClient(), ownsHttpClient: true, handler, lambdaBootstrapOptions, initializer)
    {
    }

    public LambdaBootstrap(HandlerWrapper handlerWrapper, LambdaBootstrapInitializer initializer = null)
        : this(ConstructHttpClient(), ownsHttpClient: true, handlerWrapper.Handler, null, initializer)
    {
    }

    public LambdaBootstrap(
        HandlerWrapper handlerWrapper, LambdaBootstrapOptions lambdaBootstrapOptions, LambdaBootstrapInitializer initializer = null)
        : this(ConstructHttpClient(), ownsHttpClient: true, handlerWrapper.Handler, lambdaBootstrapOptions, initializer)
    {
    }

    public LambdaBootstrap(HttpClient httpClient, HandlerWrapper handlerWrapper, LambdaBootstrapInitializer initializer = null)
        : this(httpClient, ownsHttpClient: false, handlerWrapper.Handler, null, initializer)
    {
    }

    public LambdaBootstrap(
        HttpClient httpClient, HandlerWrapper handlerWrapper, LambdaBootstrapOptions lambdaBootstrapOptions,
        LambdaBootstrapInitializer initializer = null)
        : this(httpClient, ownsHttpClient: false, handlerWrapper.Handler, lambdaBootstrapOptions, initializer)
    {
    }

    private LambdaBootstrap(
        HttpClient httpClient, bool ownsHttpClient, LambdaBootstrapHandler handler, LambdaBootstrapOptions options,
        LambdaBootstrapInitializer initializer)
    {
        _httpClient = httpClient ?? throw new ArgumentNullException(nameof(httpClient));
        _ownsHttpClient = ownsHttpClient;
        _handler = handler ?? throw new ArgumentNullException(nameof(handler));
        _options = options;
        _initializer = initializer;
        _httpClient.Timeout = s_longestWait;
    }

    /// <exception cref="InvalidOperationException">Neither the options nor AWS_LAMBDA_RUNTIME_API name a Runtime API.</exception>
    /// <exception cref="HttpRequestException">The Runtime API failed or cannot be reached.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default(CancellationToken))
    {
        var environment = LambdaEnvironment.Read();
        var logger = new LambdaConsoleLogger(Console.Out, environment);
        var client = new RuntimeApiClient(_httpClient, _options?.RuntimeApiEndpoint ?? environment.RuntimeApi);
        using var signal = new TerminationSignal(cancellationToken);
        LambdaLoggerRedirection.To(logger);
        if (!await InitializeAsync(client, logger))
        {
            return;
        }

        while (!signal.Token.IsCancellationRequested)
        {
            try
            {
                using var invocation = await client.NextAsync(environment, logger, signal.Token);
                signal.Busy = true;
                await ServeAsync(client, invocation, logger);
                signal.Busy = false;
            }
            catch (OperationCanceledException) when (signal.Token.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>The client that talks to the Runtime API when none is given.</summary>
    public static HttpClient ConstructHttpClient()
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var version = typeof(LambdaBootstrap)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"aws-lambda-dotnet/{Environment.Version}-{version}");
        return client;
    }

    public void Dispose()
    {
        if (_ownsHttpClient)
        {
            _httpClient.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private async Task<bool> InitializeAsync(RuntimeApiClient client, LambdaConsoleLogger logger)
    {
        try
        {
            return _initializer is null || await _initializer();
        }
        catch (Exception e)
        {
            logger.LogUnhandled(e);
            await client.ReportInitializationErrorAsync(e);
            throw;
        }
    }

    private async Task ServeAsync(RuntimeApiClient client, InvocationRequest invocation, LambdaConsoleLogger logger)
    {
        var requestId = invocation.LambdaContext.AwsRequestId;
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.LambdaContext.TraceId);
        logger.Invocation = invocation.LambdaContext;
        try
        {
            await AnswerAsync(client, requestId, await CallAsync(invocation, logger));
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

    private async Task<(InvocationResponse Response, Exception Failure)> CallAsync(InvocationRequest invocation, LambdaConsoleLogger logger)
    {
        try
        {
            return (await _handler(invocation), null);
        }
        catch (Exception e)
        {
            logger.LogUnhandled(e);
            return (null, e);
        }
    }

    private static async Task AnswerAsync(
        RuntimeApiClient client, string requestId, (InvocationResponse Response, Exception Failure) outcome)
    {
        try
        {
            await (outcome.Failure is { } failure
                ? client.ReportInvocationErrorAsync(requestId, failure)
                : client.RespondAsync(requestId, outcome.Response?.OutputStream));
        }
        finally
        {
            if (outcome.Response is { DisposeOutputStream: true })
            {
                outcome.Response.OutputStream?.Dispose();
            }
        }
    }
}
