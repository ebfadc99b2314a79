using System.Text;
using System.Threading.Channels;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Http;
using Analytics.Functions.Logging;
using Analytics.Functions.Runtime;
using Analytics.Functions.Streaming;
using Analytics.Storage;

namespace Analytics.Functions.Live;

/// <summary>Entry point of the live function: answers <c>GET /aggregates/live</c> with a stream of server-sent events.</summary>
/// <param name="reader">Reads the aggregates.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Receives lines of the log.</param>
public sealed class LiveFunction(AggregateReader reader, TimeProvider time, Action<string> log) : IStreamingFunction
{
    private const string Path = "/aggregates/live";

    // A client that reads slowly misses older events, and never the newest.
    private const int MaxUnsent = 16;

    private readonly RollingTotals _rolling = new(reader);

    /// <summary>Composes the function.</summary>
    public static LiveFunction Compose(AwsServices services, Action<string> log)
    {
        AggregatesFunction.CheckZone(services.Settings.TimeZone);
        return new LiveFunction(AggregateReader.Compose(services, new ItemCache()), services.Time, log)
        {
            TimeZone = services.Settings.TimeZone, Dimensions = services.Settings.Dimensions,
        };
    }

    /// <summary>The IANA time zone of requests that give none. Default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The dimensions that orders may have. Default channel and country.</summary>
    public OrderDimensions Dimensions { get; init; } = OrderDimensions.Default;

    /// <inheritdoc/>
    public async Task AnswerAsync(
        APIGatewayHttpApiV2ProxyRequest request, IStreamedResponse response, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (Refusal(request) is { } refusal)
        {
            await response.BeginAsync(refusal.StatusCode, refusal.Headers, cancellationToken);
            await response.WriteAsync(Encoding.UTF8.GetBytes(refusal.Body), cancellationToken);
            return;
        }

        var headers = new Dictionary<string, string> { ["Content-Type"] = "text/event-stream", ["Cache-Control"] = "no-store" };
        await response.BeginAsync(200, headers, cancellationToken);
        var watch = new LiveWatch(reader, _rolling, now => QueryAt(request, now), time);
        var unsent = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxUnsent) { FullMode = BoundedChannelFullMode.DropOldest });
        using var events = new LiveEvents(new TimeProviderScheduler(time))
            .Of(watch.LookAsync, LiveTotals.RevisionIn(request.Header("Last-Event-ID")), until, Failed)
            .Subscribe(text => unsent.Writer.TryWrite(text), failure => unsent.Writer.TryComplete(failure), () => unsent.Writer.Complete());
        while (await unsent.Reader.WaitToReadAsync(cancellationToken))
        {
            while (unsent.Reader.TryRead(out var text))
            {
                await response.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            }
        }
    }

    // A function URL has no routes: every method and path arrives here.
    private APIGatewayHttpApiV2ProxyResponse? Refusal(APIGatewayHttpApiV2ProxyRequest request)
    {
        if (request.RawPath != Path)
        {
            return ApiResponse.Problem(404, $"There is nothing at {request.RawPath}; the stream is at {Path}.");
        }

        if (request.RequestContext?.Http?.Method is { } method and not "GET")
        {
            return ApiResponse.Problem(405, $"{Path} takes GET; got {method}.").With("Allow", "GET");
        }

        QueryParameters.Default(request, "tz", TimeZone);
        var errors = new FieldErrors();
        QueryParameters.Check(request, ["tz", "currency", .. Dimensions.Names], errors);
        errors = errors.Any ? errors : QueryAt(request, time.GetUtcNow()).Errors;
        return errors.Any ? AggregatesHandler.Refuse(errors) : null;
    }

    private AggregateQuery QueryAt(APIGatewayHttpApiV2ProxyRequest request, DateTimeOffset now) =>
        new(request, AggregateRoute.Totals, now, Dimensions);

    private void Failed(Exception failure) =>
        log(LogEvent.Line("liveReadFailed", ("error", failure.GetType().Name), ("message", failure.Message)));
}
