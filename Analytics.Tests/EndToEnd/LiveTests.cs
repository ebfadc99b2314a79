using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>The stream of totals on the local stack, with the functions that ship.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class LiveTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task An_order_is_in_the_next_event_and_a_cancelled_one_is_taken_back()
    {
        await using var stack = await StackFixture.StartAsync();
        using var limit = new CancellationTokenSource(Limit);

        // By the page's own address, which passes it on.
        foreach (var address in new[] { stack.Endpoints.Api!, stack.Endpoints.Dashboards! })
        {
            using var client = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
            using var response = await client.GetAsync("/aggregates/live", HttpCompletionOption.ResponseHeadersRead, limit.Token);
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, $"{response.Content.Headers.ContentType}"));
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
            var before = await NextAsync(lines, _ => true, limit.Token);

            var placed = await stack.Api.PostAsJsonAsync(
                "/orders",
                new { customerId = "c-1", currency = "USD", lines = new[] { new { sku = "tea", quantity = 2, unitPrice = 4.5 } } },
                limit.Token);
            var orderId = (string)JsonNode.Parse(await placed.Content.ReadAsStringAsync(limit.Token))!["orderId"]!;
            var after = await NextAsync(lines, one => Of(one).Orders == Of(before).Orders + 1, limit.Token);
            Assert.Equal(Of(before).Units + 2, Of(after).Units);

            await stack.Api.PostAsync($"/orders/{orderId}/cancel", null, limit.Token);
            await NextAsync(
                lines, one => Of(one) == (Of(before).Orders, Of(before).Cancelled + 1, Of(before).Units), limit.Token);
        }
    }

    private static (int Orders, int Cancelled, int Units) Of(JsonNode one) => one["windows"]!["5m"] is var minutes
        ? ((int)minutes!["orders"]!, (int)minutes["cancelled"]!, (int)minutes["units"]!) : default;

    // The next event that is awaited; in all before it, the hour has what the last minutes have.
    private static async Task<JsonNode> NextAsync(StreamReader lines, Func<JsonNode, bool> isAwaited, CancellationToken cancellationToken)
    {
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
            {
                continue;
            }

            var one = JsonNode.Parse(line["data: ".Length..])!;
            Assert.True((int)one["windows"]!["5m"]!["orders"]! <= (int)one["windows"]!["1h"]!["orders"]!, line);
            if (isAwaited(one))
            {
                return one;
            }
        }

        throw new InvalidOperationException("The stream has ended.");
    }
}
