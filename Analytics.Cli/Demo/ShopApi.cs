using System.Net;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Text;
using System.Text.Json;

namespace Analytics.Cli.Demo;

/// <summary>Client of the HTTP API. Thread-safe.</summary>
/// <param name="http">A client whose base address is that of the API.</param>
public sealed class ShopApi(HttpClient http)
{
    /// <summary>Places an order.</summary>
    public Task<ApiAnswer<OrderReceipt>> PlaceAsync(string body, string idempotencyKey, CancellationToken cancellationToken) =>
        PlaceAsync<OrderReceipt>(body, idempotencyKey, cancellationToken);

    /// <summary>Places an order and parses the response as <typeparamref name="T"/>.</summary>
    public Task<ApiAnswer<T>> PlaceAsync<T>(string body, string idempotencyKey, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeNames.Application.Json),
        };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        return SendAsync<T>(request, cancellationToken);
    }

    /// <summary>Cancels an order.</summary>
    public Task<ApiAnswer<OrderReceipt>> CancelAsync(string orderId, CancellationToken cancellationToken) =>
        CancelAsync<OrderReceipt>(orderId, cancellationToken);

    /// <summary>Cancels an order and parses the response as <typeparamref name="T"/>.</summary>
    public Task<ApiAnswer<T>> CancelAsync<T>(string orderId, CancellationToken cancellationToken) =>
        SendAsync<T>(new HttpRequestMessage(HttpMethod.Post, $"/orders/{orderId}/cancel"), cancellationToken);

    /// <summary>The totals of the last five minutes.</summary>
    public Task<ApiAnswer<WindowTotals>> TotalsAsync(CancellationToken cancellationToken) =>
        GetAsync<WindowTotals>("/aggregates/totals?window=5m", cancellationToken);

    /// <summary>Sends a GET request to a path.</summary>
    public Task<ApiAnswer<T>> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <summary>The item sold most in the last five minutes, by units; null if there is none or the request failed.</summary>
    public async Task<TopItem?> TopItemAsync(CancellationToken cancellationToken)
    {
        const string Path = "/aggregates/items?window=5m&top=1&by=units";
        return await GetAsync<TopItems>(Path, cancellationToken) is ApiAnswer<TopItems>.Ok { Value.Items: [var first, ..] } ? first : null;
    }

    private async Task<ApiAnswer<T>> SendAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            try
            {
                using var response = await http.SendAsync(request, cancellationToken);
                var status = (int)response.StatusCode;
                if (status is 429 or >= 500)
                {
                    return new ApiAnswer<T>.Unavailable($"status {status}");
                }

                return response.IsSuccessStatusCode
                    ? new ApiAnswer<T>.Ok(await response.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellationToken)
                        ?? throw new JsonException("The answer is null."))
                    : new ApiAnswer<T>.Refused(status, await response.Content.ReadAsStringAsync(cancellationToken));
            }
            catch (JsonException exception)
            {
                return new ApiAnswer<T>.Refused((int)HttpStatusCode.OK, $"an answer that cannot be read: {exception.Message}");
            }
            catch (HttpRequestException exception)
            {
                return new ApiAnswer<T>.Unavailable(exception.Message);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new ApiAnswer<T>.Unavailable($"no answer within {http.Timeout.TotalSeconds:F0} s");
            }
        }
    }

    private sealed record TopItems(IReadOnlyList<TopItem> Items);
}
