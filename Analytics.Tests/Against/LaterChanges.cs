using System.Globalization;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Analytics.Tests.Against;

/// <summary>Orders of the last day, which are amended, refunded and cancelled; each request is sent twice.</summary>
internal static class LaterChanges
{
    /// <summary>Changes that they are: the orders, and one to each but every fifth.</summary>
    public const int Changes = Orders + (Orders * 4 / 5);

    private const int Orders = 40;

    /// <summary>Makes them one after another. Every answer must be 200.</summary>
    public static async Task RunAsync(HttpClient api, TimeProvider time)
    {
        for (var number = 0; number < Orders; number++)
        {
            var placedAt = time.GetUtcNow().AddMinutes(-number * 36).ToString("O", CultureInfo.InvariantCulture);
            var order = await TwiceAsync(api, HttpMethod.Post, "/orders", $"later-{number}", $$"""
                {"customerId":"c-{{number % 3}}","currency":"{{(number % 2 == 0 ? "USD" : "JPY")}}","placedAt":"{{placedAt}}",
                 "lines":[{"sku":"tea","quantity":4,"unitPrice":7,"discount":3},{"sku":"mug-{{number % 7}}","quantity":2,"unitPrice":12}]}
                """);
            var path = $"/orders/{order["orderId"]}";
            _ = (number % 5) switch
            {
                0 => order,
                1 => await TwiceAsync(api, HttpMethod.Put, $"{path}/lines", $"amended-{number}", """
                    {"lines":[{"sku":"pot","quantity":1,"unitPrice":30},{"sku":"tea","quantity":1,"unitPrice":7}]}
                    """),
                2 => await TwiceAsync(api, HttpMethod.Post, $"{path}/refunds", $"returned-{number}", """
                    {"lines":[{"sku":"tea","quantity":1}],"restock":true}
                    """),
                3 => await TwiceAsync(api, HttpMethod.Post, $"{path}/refunds", $"paid-back-{number}", """{"amount":5}"""),
                _ => await TwiceAsync(api, HttpMethod.Post, $"{path}/cancel", $"cancelled-{number}", "{}"),
            };
        }
    }

    private static async Task<JsonNode> TwiceAsync(HttpClient api, HttpMethod method, string path, string key, string body)
    {
        var first = await SendAsync(api, method, path, key, body);
        var second = await SendAsync(api, method, path, key, body);
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        return second;
    }

    private static async Task<JsonNode> SendAsync(HttpClient api, HttpMethod method, string path, string key, string body)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeNames.Application.Json),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await api.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
