using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Analytics.Local.Web;

/// <summary>
/// Passes requests of the page on to the API, so that the page has one origin: it needs no CORS, and its content security policy allows no
/// other host.
/// </summary>
/// <remarks>
/// A request that may change something must come from a page of this site. Otherwise any web site that is open in the same browser could
/// change goals, alerts and orders with the token that this proxy adds.
/// </remarks>
internal sealed class ApiProxy : IDisposable
{
    private static readonly string[] Asked =
    [
        "Accept", "Accept-Encoding", "Authorization", "Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID",
    ];

    // What the page needs of an answer; the site sets its own policies.
    private static readonly string[] Answered =
    [
        "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Type", "ETag", "Link", "Location",
        "Next-Cursor", "Order-Change", "Retry-After", "Vary", "WWW-Authenticate",
    ];

    private readonly HttpClient _http;

    private readonly Uri _api;

    private readonly Func<Task<string?>> _token;

    /// <param name="api">The address of the API; it may have a path.</param>
    /// <param name="token">Returns a token for a request that has none; null if the API needs none.</param>
    public ApiProxy(Uri api, Func<Task<string?>> token)
    {
        _token = token;
        _api = api;
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
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
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (!isRead && !IsFromThisSite(context.Request))
        {
            await SiteAnswer.WriteAsync(
                context.Response, StatusCodes.Status403Forbidden, "Only pages of this site can change something here; use the API.");
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), AddressOf(context.Request));
        foreach (var name in Asked.Where(context.Request.Headers.ContainsKey))
        {
            request.Headers.TryAddWithoutValidation(name, [.. context.Request.Headers[name]!]);
        }

        if (context.Request.ContentLength is > 0 and var length)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.ContentLength = length;
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
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
                header => Answered.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
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

    private static bool IsFromThisSite(HttpRequest request) =>
        request.Headers.Origin == $"{request.Scheme}://{request.Host.ToUriComponent()}";

    // The address is put together from its parts: a path that looks like an address of its own must not lead the token to another host.
    private Uri AddressOf(HttpRequest request) => new UriBuilder(_api.Scheme, _api.Host, _api.Port)
    {
        Path = $"{_api.AbsolutePath.TrimEnd('/')}{request.Path.ToUriComponent()}",
        Query = request.QueryString.ToUriComponent(),
    }.Uri;
}
