using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Analytics.Local.Web;

/// <summary>
/// Passes GET and HEAD requests of the page on to the API, so that the page has one origin: it needs no CORS, and its content security
/// policy allows no other host.
/// </summary>
internal sealed class ApiProxy : IDisposable
{
    private static readonly string[] Asked = ["Accept", "Accept-Encoding", "Authorization", "If-None-Match", "Last-Event-ID"];

    // What concerns one connection is not passed on (RFC 9110, 7.6.1); the host writes its own.
    private static readonly string[] Connection = ["Connection", "Keep-Alive", "Transfer-Encoding", "Date", "Server"];

    private readonly HttpClient _http;

    private readonly Func<Task<string?>> _token;

    /// <param name="api">The address of the API; it may have a path.</param>
    /// <param name="token">Returns a token for a request that has none; null if the API needs none.</param>
    public ApiProxy(Uri api, Func<Task<string?>> token)
    {
        _token = token;
        var address = api.AbsoluteUri.EndsWith('/') ? api : new Uri($"{api.AbsoluteUri}/");
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = address,
            // An answer may be a stream of events without an end. The page gives up, and the request with it.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Answers as the API does. Responds 502 if it cannot be reached.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var ended = context.RequestAborted;
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), $"{context.Request.Path.ToUriComponent().TrimStart('/')}{context.Request.QueryString}");
        foreach (var name in Asked.Where(context.Request.Headers.ContainsKey))
        {
            request.Headers.TryAddWithoutValidation(name, [.. context.Request.Headers[name]!]);
        }

        try
        {
            if (request.Headers.Authorization is null && await _token() is { } token)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ended);
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(
                header => !Connection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
            {
                context.Response.Headers[name] = new StringValues([.. values]);
            }

            await using var body = await answer.Content.ReadAsStreamAsync(ended);
            await body.CopyToAsync(context.Response.Body, ended);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException && !context.Response.HasStarted)
        {
            context.Response.Clear();
            await SiteAnswer.WriteAsync(context.Response, StatusCodes.Status502BadGateway, $"The API does not answer: {failure.Message}");
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The page has gone.
        }
    }
}
