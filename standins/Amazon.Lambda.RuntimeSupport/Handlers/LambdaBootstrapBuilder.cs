using Amazon.Lambda.RuntimeSupport.Bootstrap;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Makes a <see cref="LambdaBootstrap"/> for a handler of any of the usual shapes.</summary>
public partial class LambdaBootstrapBuilder
{
    private readonly HandlerWrapper _handler;
    private readonly LambdaBootstrapOptions _options = new();
    private HttpClient _httpClient;
    private LambdaBootstrapInitializer _initializer;

    private LambdaBootstrapBuilder(HandlerWrapper handler) => _handler = handler;

    /// <summary>Talks to the Runtime API through this client; the caller disposes of it.</summary>
    public LambdaBootstrapBuilder UseHttpClient(HttpClient httpClient)
    {
        _httpClient = httpClient;
        return this;
    }

    /// <summary>Runs this once before the first invocation.</summary>
    public LambdaBootstrapBuilder UseBootstrapHandler(LambdaBootstrapInitializer lambdaBootstrapInitializer)
    {
        _initializer = lambdaBootstrapInitializer;
        return this;
    }

    public LambdaBootstrapBuilder ConfigureOptions(Action<LambdaBootstrapOptions> options = null)
    {
        options?.Invoke(_options);
        return this;
    }

    public LambdaBootstrap Build() => _httpClient is null
        ? new LambdaBootstrap(_handler, _options, _initializer)
        : new LambdaBootstrap(_httpClient, _handler, _options, _initializer);
}
