using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class RestartTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics data ");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_restart_on_the_same_data_finds_orders_and_totals_again_and_counts_nothing_twice()
    {
        string order;
        await using (var first = await StackFixture.StartAsync(_data.FullName))
        {
            order = await PlaceAsync(first, "before");
            await Eventually.EqualAsync(1, () => CountAsync(first), () => first.Log.Tail());
        }

        await using var second = await StackFixture.StartAsync(_data.FullName);
        var found = await second.Api.GetFromJsonAsync<JsonNode>($"/orders/{order}");
        Assert.Equal((order, "PLACED"), (found!["orderId"]!.GetValue<string>(), found["status"]!.GetValue<string>()));

        // The second order comes after everything that the first run left in the streams.
        await PlaceAsync(second, "after");
        await Eventually.TrueAsync(() => second.Log is { TableStream: >= 1, Kinesis: >= 1 }, () => second.Log.Tail());
        await Eventually.EqualAsync(2, () => CountAsync(second), () => second.Log.Tail());
    }

    private static async Task<string> PlaceAsync(StackFixture stack, string key)
    {
        using var response = await Traffic.PostAsync(
            stack.Api, """{"customerId":"c","currency":"USD","lines":[{"sku":"tea","quantity":1,"unitPrice":4.50}]}""", key);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!["orderId"]!.GetValue<string>();
    }

    private static async Task<long> CountAsync(StackFixture stack) => (await Traffic.TotalsAsync(stack.Api)).Orders;
}
