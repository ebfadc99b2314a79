using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Analytics.Functions.Http;
using Analytics.Functions.Logging;

namespace Analytics.Functions.Streaming;

/// <summary>
/// The runtime of a function whose responses are streamed: asks the Lambda Runtime API for one invocation after the other.
/// </summary>
/// <remarks>The runtime of the AWS package sends a response when it is whole.</remarks>
/// <param name="authority">Host and port of the Runtime API, as in <c>AWS_LAMBDA_RUNTIME_API</c>.</param>
/// <param name="function">Answers the invocations.</param>
/// <param name="log">Receives lines of the log.</param>
internal sealed class StreamingRuntime(string authority, IStreamingFunction function, Action<string> log)
{
    /// <summary>Time between the end of a response and Lambda's timeout.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    private static readonly SourceGeneratorLambdaJsonSerializer<HttpJson> Serializer = new();

    private readonly Uri _api = new($"http://{authority}/2018-06-01/runtime/");

    /// <summary>Answers invocations until it is cancelled.</summary>
    /// <exception cref="HttpRequestException">The Runtime API does not answer, so the process should end.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // An environment that is not used is frozen while it waits for the next invocation.
        using var http = new HttpClient { BaseAddress = _api, Timeout = Timeout.InfiniteTimeSpan };
        while (!cancellationToken.IsCancellationRequested)
        {
            using var next = await http.GetAsync("invocation/next", cancellationToken);
            next.EnsureSuccessStatusCode();
            await AnswerAsync(http, next, cancellationToken);
        }
    }

    private async Task AnswerAsync(HttpClient http, HttpResponseMessage next, CancellationToken cancellationToken)
    {
        var requestId = Header(next, "Lambda-Runtime-Aws-Request-Id");
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(
            long.Parse(Header(next, "Lambda-Runtime-Deadline-Ms"), CultureInfo.InvariantCulture));
        using var response = new ResponseStream(_api, requestId);
        try
        {
            var request = Serializer.Deserialize<APIGatewayHttpApiV2ProxyRequest>(await next.Content.ReadAsStreamAsync(cancellationToken));
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(response.Gone, cancellationToken);
            await function.AnswerAsync(request, response, deadline - Margin, ended.Token);
            await response.CompleteAsync(cancellationToken);
        }
        catch (Exception ended) when (response.HasBegun && (response.Gone.IsCancellationRequested || ended is IOException))
        {
            log(LogEvent.Line("streamLeft", ("requestId", requestId)));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            log(LogEvent.Line("streamFailed", ("requestId", requestId), ("exception", failure.ToString())));
            await ReportAsync(http, response, requestId, failure, cancellationToken);
        }
    }

    private static async Task ReportAsync(
        HttpClient http, ResponseStream response, string requestId, Exception failure, CancellationToken cancellationToken)
    {
        var (type, error) = (failure.GetType().Name, Error(failure));
        if (response.HasBegun)
        {
            // If this is not accepted either, nothing more can be reported.
            await response.FailAsync(type, error, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        using var content = new ReadOnlyMemoryContent(error);
        content.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", type);
        using var accepted = await http.PostAsync($"invocation/{requestId}/error", content, cancellationToken);
        accepted.EnsureSuccessStatusCode();
    }

    private static string Header(HttpResponseMessage next, string name) => next.Headers.GetValues(name).First();

    private static ReadOnlyMemory<byte> Error(Exception failure)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("errorType", failure.GetType().Name);
        json.WriteString("errorMessage", failure.Message);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
