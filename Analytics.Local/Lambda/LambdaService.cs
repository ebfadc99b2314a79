namespace Analytics.Local.Lambda;

/// <summary>A local Lambda service: runs published functions as processes behind the Lambda Runtime API.</summary>
/// <remarks>Thread-safe. Disposal ends every process that it started: SIGTERM, then SIGKILL after two seconds.</remarks>
public sealed class LambdaService : IAsyncDisposable
{
    private readonly Dictionary<string, EnvironmentPool> _pools;

    private LambdaService(Dictionary<string, EnvironmentPool> pools) => _pools = pools;

    /// <summary>
    /// Starts one execution environment for each function that does not start on demand. Does not wait for their init phases.
    /// </summary>
    /// <param name="functions">The functions; each must be published.</param>
    /// <param name="options">How to run them.</param>
    /// <param name="ct">Cancels before anything is started.</param>
    /// <exception cref="FileNotFoundException">A function has no bootstrap.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or two functions share a logical id.</exception>
    public static Task<LambdaService> StartAsync(
        IReadOnlyList<FunctionDefinition> functions, LambdaServiceOptions options, CancellationToken ct)
    {
        options.Validate();
        ct.ThrowIfCancellationRequested();
        foreach (FunctionDefinition function in functions)
        {
            Bootstrap.Require(function);
        }

        InvocationIds ids = new(options.Random, options.Time);
        Dictionary<string, EnvironmentPool> pools = functions.ToDictionary(
            function => function.LogicalId, function => new EnvironmentPool(function, options, ids), StringComparer.Ordinal);
        foreach (EnvironmentPool pool in pools.Values)
        {
            pool.Start();
        }

        return Task.FromResult(new LambdaService(pools));
    }

    /// <summary>Returns the invoker of one function.</summary>
    /// <param name="logicalId">The function's logical id in the template.</param>
    /// <exception cref="KeyNotFoundException">There is no such function.</exception>
    public IFunctionInvoker Function(string logicalId) => _pools.TryGetValue(logicalId, out EnvironmentPool? pool)
        ? pool
        : throw new KeyNotFoundException($"There is no function {logicalId}.");

    /// <summary>Ends all functions; invocations in progress or waiting end as not run.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_pools.Values.Select(pool => pool.DisposeAsync().AsTask()));
}
