using System.Buffers.Binary;
using Analytics.Local.Lambda;
using Analytics.Local.Templates;

namespace Analytics.Local.Gateway;

/// <summary>Handles a request: selects the route, invokes the function and converts its response. Independent of the web server.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class GatewayHandler(ApiDefinition api, Func<string, IFunctionInvoker> function, GatewayOptions options)
{
    private const string Source = "gateway";

    // Each open stream occupies a process of its function, and there are at most as many (LambdaServiceOptions).
    private const int MaxStreams = 10;

    private readonly RouteTable _routes = new(api.Routes);
    private readonly RouteGuard _guard = new(api.Routes, options.TimeProvider, options.IssuerClient);
    private readonly CrossOrigin? _cors = api.Cors is { } cors ? new CrossOrigin(cors) : null;
    private readonly long _begin = options.TimeProvider.GetUtcNow().UtcTicks;
    private int _requests;
    private int _streams;

    /// <summary>Creates a request id: unique within this host, in the format of API Gateway's ids.</summary>
    public string NextRequestId()
    {
        Span<byte> id = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(id, _begin);
        BinaryPrimitives.WriteInt32BigEndian(id[7..], Interlocked.Increment(ref _requests));
        return Convert.ToBase64String(id[..11]);
    }

    /// <summary>Handles one request. A failed invocation becomes an error response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects or the host stops.</param>
    public async Task<GatewayResponse> AnswerAsync(GatewayRequest request, CancellationToken cancellationToken)
    {
        var start = options.TimeProvider.GetTimestamp();
        TimeSpan? integrationLatency = null;
        var match = _routes.Find(request.Method, request.Path);
        var (token, response) = match is null ? (null, GatewayResponse.Message(404, "Not Found"))
            : await _guard.CheckAsync(request, match.Route, cancellationToken);
        // A preflight brings no token. A route that lets it through, or none at all, leaves its answer to the gateway.
        if ((match is null || response is null) && _cors?.Preflight(request) is { } preflight)
        {
            response = preflight;
        }
        else
        {
            if (response is null)
            {
                response = match!.Route.IsStreamed
                    ? await StreamAsync(request, match, token, cancellationToken)
                    : await InvokeAsync(request, match, token, cancellationToken);
                integrationLatency = options.TimeProvider.GetElapsedTime(start);
            }

            response = _cors?.Marked(request, response) ?? response;
        }

        options.Measured(new GatewayMeasure(response.Status, options.TimeProvider.GetElapsedTime(start), integrationLatency));
        return response;
    }

    private async Task<GatewayResponse> StreamAsync(
        GatewayRequest request, RouteMatch match, AcceptedToken? token, CancellationToken cancellationToken)
    {
        StreamedBody? stream = null;
        try
        {
            if (Interlocked.Increment(ref _streams) > MaxStreams)
            {
                var refusal = GatewayResponse.Message(503, "Service Unavailable");
                return refusal with { Headers = [.. refusal.Headers, new("retry-after", "10")] };
            }

            var response = await InvokeAsync(request, match, token, cancellationToken);
            stream = response.Stream;
            return response;
        }
        finally
        {
            _ = LeaveAsync(stream?.Ended ?? Task.CompletedTask);
        }
    }

    private async Task LeaveAsync(Task ended)
    {
        await ended;
        Interlocked.Decrement(ref _streams);
    }

    private async Task<GatewayResponse> InvokeAsync(
        GatewayRequest request, RouteMatch match, AcceptedToken? token, CancellationToken cancellationToken)
    {
        var payload = PayloadWriter.Write(request, match, api.ApiId, options.AccountId, token);
        if (payload.Length > LambdaLimits.MaxPayloadBytes)
        {
            return GatewayResponse.Message(413, "Request Entity Too Large");
        }

        using var timeout = new CancellationTokenSource(match.Route.Timeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await function(match.Route.FunctionLogicalId).InvokeAsync(payload, either.Token) switch
            {
                InvocationResult.Success success => FromFunction(success, match.Route),
                InvocationResult.Streamed streamed => await FromStreamAsync(streamed.Body, match.Route, either.Token),
                InvocationResult.FunctionError error => InternalError(match.Route, $"failed: {error.ErrorType}: {error.Message}"),
                InvocationResult.NotRun notRun => Unavailable(match.Route, $"did not run: {notRun.Reason}"),
                var other => throw new System.Diagnostics.UnreachableException($"An invocation ended as {other}."),
            };
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Unavailable(match.Route, $"did not answer within {match.Route.Timeout.TotalSeconds:0.###} s");
        }
    }

    private GatewayResponse FromFunction(InvocationResult.Success success, RouteDefinition route)
    {
        try
        {
            return GatewayResponse.FromFunction(success.Payload);
        }
        catch (FormatException exception)
        {
            return InternalError(route, $"gave no valid response. {exception.Message}");
        }
    }

    private async Task<GatewayResponse> FromStreamAsync(StreamedBody body, RouteDefinition route, CancellationToken cancellationToken)
    {
        try
        {
            return await GatewayResponse.FromStreamAsync(body, cancellationToken);
        }
        catch (Exception exception) when (exception is FormatException or IOException)
        {
            body.Abandon();
            return InternalError(route, $"gave no valid response. {exception.Message}");
        }
        catch
        {
            body.Abandon();
            throw;
        }
    }

    private GatewayResponse InternalError(RouteDefinition route, string what)
    {
        options.Log.Write(Source, $"{route.Key}: {route.FunctionLogicalId} {what}");
        return GatewayResponse.Message(500, "Internal Server Error");
    }

    private GatewayResponse Unavailable(RouteDefinition route, string what)
    {
        options.Log.Write(Source, $"{route.Key}: {route.FunctionLogicalId} {what}");
        return GatewayResponse.Message(503, "Service Unavailable");
    }
}
