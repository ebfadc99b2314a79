using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace Analytics.Tests.Browser;

/// <summary>The page as a shop owner sees it: what it shows at one moment, beside the answer of the API that it shows.</summary>
internal sealed class SalesPage : IAsyncDisposable
{
    // One evaluation reads all of it, so that no reading comes in between.
    private const string Look = """
        () => {
          const all = (selector, within = document) => [...within.querySelectorAll(selector)];
          const value = (element) => element?.dataset.value ?? null;
          const moneys = (row) => all("[data-currency][data-value]", row).map((one) => `${one.dataset.currency} ${value(one)}`);
          const sales = document.querySelector(".sales");
          return JSON.stringify({
            isBusy: sales?.getAttribute("aria-busy") !== "false",
            asOf: sales?.dataset.asOf ?? null,
            cards: Object.fromEntries(all(".measure").map((card) => [card.dataset.measure,
              all("li", card).map((row) => [
                row.dataset.currency ?? "", value(row.querySelector(".number")), row.querySelector(".then").dataset.then ?? null,
                row.querySelector(".change").textContent, row.querySelector(".change").dataset.tone])])),
            points: all(".chart-card tbody tr").map((row) => value(row.querySelector(".number"))),
            items: all(".items-card tbody tr").map((row) => [row.dataset.sku, ...all("td > .number", row).map(value), ...moneys(row)]),
            more: all(".items-card tbody .more-of-row:not([hidden])").map(value),
            sums: Object.fromEntries(all(".items-card tfoot tr").map((row) => [
              row.dataset.row, [value(row.querySelector("td")), ...moneys(row)]])),
            groups: all(".groups-card tbody tr").map((row) => [row.dataset.value, ...all("td > .number", row).map(value), ...moneys(row)]),
          });
        }
        """;

    private readonly ConcurrentDictionary<string, JsonNode> _answers = new();
    private readonly WatchedPage _watched;

    private SalesPage(WatchedPage watched)
    {
        _watched = watched;
        watched.Page.Response += (_, response) => _ = KeepAsync(response);
    }

    public IPage Page => _watched.Page;

    /// <summary>Errors in the console, scripts that failed, and requests that left the machine.</summary>
    public IReadOnlyList<string> Complaints => _watched.Complaints;

    /// <summary>Opens the page with a query in its address.</summary>
    public static async Task<SalesPage> OpenAsync(
        Chromium browser, Uri site, string query, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900)
    {
        var page = await NewAsync(browser, site, scheme, width, height);
        await page.GoAsync(query);
        return page;
    }

    /// <summary>A page that shows nothing yet.</summary>
    public static async Task<SalesPage> NewAsync(
        Chromium browser, Uri site, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900) =>
        new(await browser.NewAsync(site, scheme, width, height));

    /// <summary>Shows another view.</summary>
    public async Task GoAsync(string query)
    {
        await Page.GotoAsync($"/?{query}");
        await SettledAsync();
    }

    /// <summary>Waits until the page shows an answer of its view.</summary>
    public Task SettledAsync() => Page.Locator(".sales[aria-busy=false][data-as-of]").WaitForAsync();

    /// <summary>Makes the chart a table, so that its numbers can be read.</summary>
    public Task ShowTableAsync() => Page.Locator(".chart-card .toggle", new() { HasTextString = "Table" }).ClickAsync();

    /// <summary>What the page shows now, and the answer that it shows.</summary>
    public async Task<(JsonNode Shown, JsonNode Answer)> LookAsync()
    {
        var shown = JsonNode.Parse(await Page.EvaluateAsync<string>(Look))!;
        var asOf = (string)shown["asOf"]!;
        // The answer is in the page before it is in the test.
        for (var attempt = 0; attempt < 200 && !_answers.ContainsKey(asOf); attempt++)
        {
            await Task.Delay(20);
        }

        Assert.True(_answers.TryGetValue(asOf, out var answer), $"The page shows {asOf}, which no answer has.");
        return (shown, answer);
    }

    public ValueTask DisposeAsync() => _watched.DisposeAsync();

    private async Task KeepAsync(IResponse response)
    {
        if (response.Status != 200 || !response.Url.Contains("/aggregates/summary", StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            var answer = JsonNode.Parse(await response.TextAsync())!;
            _answers[(string)answer["asOf"]!] = answer;
        }
        catch (PlaywrightException)
        {
            // The page was left before the body had come.
        }
    }
}
