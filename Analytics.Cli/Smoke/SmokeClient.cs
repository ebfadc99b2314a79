using System.Net;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.Cli.Smoke;

/// <summary>Sends the requests of <c>smoke</c>, and says in words why an answer is not the expected one.</summary>
/// <param name="http">A client whose base address is that of the API, with a slash at its end.</param>
/// <param name="timeout">How long to wait until a change is counted.</param>
/// <param name="time">The clock.</param>
internal sealed class SmokeClient(HttpClient http, TimeSpan timeout, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The address of the API.</summary>
    public Uri Api => http.BaseAddress!;

    /// <summary>Sends a request.</summary>
    /// <exception cref="SmokeRefusal">There is no answer, or it is not 200 with a JSON object.</exception>
    public async Task<SmokeAnswer> SendAsync(HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        var (status, text, change) = await SendOnceAsync(method, path, body, cancellationToken);
        return Read(status, text, change);
    }

    /// <summary>Asks for aggregates with a change. One that is not counted yet is 503 after ten seconds, and asked for again.</summary>
    /// <exception cref="SmokeRefusal">The answer is not 200 with a JSON object, or the change is not counted in time.</exception>
    public async Task<SmokeAnswer> GetCountedAsync(string path, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var (status, text, change) = await SendOnceAsync(HttpMethod.Get, path, null, cancellationToken);
            if (status != HttpStatusCode.ServiceUnavailable)
            {
                return Read(status, text, change);
            }

            if (time.GetElapsedTime(start) >= timeout)
            {
                throw new SmokeRefusal($"it is not counted after {timeout.TotalSeconds:0} s: {Problem(text)}", isCertain: true);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private SmokeAnswer Read(HttpStatusCode status, string text, string change) => status == HttpStatusCode.OK
        ? new SmokeAnswer(
            Parse(text) ?? throw new SmokeRefusal("the answer is not JSON: this address is not that of an orders API", isCertain: false),
            change, time.GetTimestamp())
        : throw new SmokeRefusal(
            $"status {(int)status}: {Problem(text)}{Advice(status)}", isCertain: status < HttpStatusCode.InternalServerError);

    private async Task<(HttpStatusCode Status, string Text, string Change)> SendOnceAsync(
        HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(Api, path));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, MediaTypeNames.Application.Json);
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken),
                response.Headers.TryGetValues("Order-Change", out var changes) ? changes.First() : "");
        }
        catch (HttpRequestException failure)
        {
            throw new SmokeRefusal($"no answer: {failure.Message}", isCertain: false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmokeRefusal($"no answer within {http.Timeout.TotalSeconds:0} s", isCertain: false);
        }
    }

    private static string Problem(string text) =>
        Parse(text) is { } problem ? $"{problem["detail"] ?? problem["title"] ?? problem["message"]}" : "no explanation";

    private static string Advice(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => " (give --token-file, or --sign)",
        HttpStatusCode.Forbidden => " (the token lacks a scope, or the AWS identity execute-api:Invoke)",
        _ => "",
    };

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An answer with status 200.</summary>
/// <param name="Json">The content.</param>
/// <param name="Change">The header <c>Order-Change</c>; empty if there is none.</param>
/// <param name="At">When the answer came, as a timestamp of the clock.</param>
internal sealed record SmokeAnswer(JsonObject Json, string Change, long At);

/// <summary>What is wrong with an answer.</summary>
/// <param name="message">The words of the report.</param>
/// <param name="isCertain">
/// Whether the API has done nothing. Without an answer, with one that is not JSON, or with a status of 500 or more, it may have.
/// </param>
internal sealed class SmokeRefusal(string message, bool isCertain) : Exception(message)
{
    /// <summary>Whether the API has done nothing.</summary>
    public bool IsCertain => isCertain;
}
