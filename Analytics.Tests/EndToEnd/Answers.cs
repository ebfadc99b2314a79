using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Analytics.Tests.EndToEnd;

/// <summary>Compares what the API says of the last days with a plain scan of the orders table.</summary>
internal static class Answers
{
    /// <summary>Everything in which they differ, as text; empty where they agree.</summary>
    public static async Task<string> DifferencesAsync(StackFixture stack, OtherWriter other)
    {
        var scan = await other.ScanAsync();
        var series = await stack.Api.GetFromJsonAsync<JsonNode>("/aggregates/series?window=2d&step=1m");
        var items = await stack.Api.GetFromJsonAsync<JsonNode>("/aggregates/items?window=2d&top=1000");
        return string.Join('\n', scan.Differences(series!, items!));
    }
}
