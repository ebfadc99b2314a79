using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Analytics.Tests.EndToEnd;

/// <summary>Compares what the API says of the last days with a plain scan of the orders table.</summary>
internal static class Answers
{
    /// <summary>Everything in which they differ, as text; empty where they agree.</summary>
    public static async Task<string> DifferencesAsync(StackFixture stack, OtherWriter other) =>
        await DifferencesAsync(stack.Api, await other.ScanAsync());

    /// <summary>Everything in which an API and a scan differ, as text; empty where they agree.</summary>
    public static async Task<string> DifferencesAsync(HttpClient api, PlainScan scan)
    {
        var series = await api.GetFromJsonAsync<JsonNode>("/aggregates/series?window=2d&step=1m&include=customers");
        var items = await api.GetFromJsonAsync<JsonNode>("/aggregates/items?window=2d&top=1000");
        return string.Join('\n', scan.Differences(series!, items!));
    }
}
