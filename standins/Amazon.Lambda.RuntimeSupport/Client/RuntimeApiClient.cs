using System.Net;
using System.Net.Http.Headers;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Speaks the Lambda Runtime API, version 2018-06-01.</summary>
internal sealed class RuntimeApiClient
{
    private readonly HttpClient _http;
    private readonly string _base;

    public RuntimeApiClient(HttpClient http, string hostAndPort)
    {
        if (string.IsNullOrEmpty(hostAndPort))
        {
            throw new InvalidOperationException(
                "The environment variable AWS_LAMBDA_RUNTIME_API is not set: this process was not started by Lambda.");
        }

        _http = http;
        _base = $"http://{hostAndPort}/2018-06-01/runtime";
    }

    /// <summary>Waits for an invocation, for as long as it takes.</summary>
    public async Task<(MemoryStream Payload, LambdaContext Context)> NextAsync(
        LambdaEnvironment environment, ILambdaLogger logger, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri($"{_base}/invocation/next"), cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw await FailureAsync("next", response);
        }

        var context = new LambdaContext(InvocationHeaders.Read(response.Headers), environment, logger);
        return (new MemoryStream(await response.Content.ReadAsByteArrayAsync(cancellationToken)), context);
    }

    /// <exception cref="RuntimeApiRefusalException">This answer was not accepted; the next invocation can be asked for.</exception>
    public async Task RespondAsync(string awsRequestId, Stream payload)
    {
        using var copy = new MemoryStream();
        await payload.CopyToAsync(copy);
        using var content = new ByteArrayContent(copy.GetBuffer(), 0, (int)copy.Length);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await PostAsync($"invocation/{awsRequestId}/response", content, null);
    }

    public async Task ReportErrorAsync(string awsRequestId, Exception exception)
    {
        using var content = ErrorReport.Content(exception);
        await PostAsync($"invocation/{awsRequestId}/error", content, exception.GetType().Name);
    }

    private async Task PostAsync(string path, HttpContent content, string errorType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_base}/{path}") { Content = content };
        if (errorType is not null)
        {
            request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
        }

        using var response = await _http.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            throw await FailureAsync(path, response);
        }
    }

    private static async Task<HttpRequestException> FailureAsync(string path, HttpResponseMessage response)
    {
        var message = $"The Runtime API answered {path} with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}";
        return response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.RequestEntityTooLarge
            ? new RuntimeApiRefusalException(message, response.StatusCode)
            : new HttpRequestException(message, null, response.StatusCode);
    }
}
