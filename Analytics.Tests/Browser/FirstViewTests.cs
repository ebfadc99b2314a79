using System.Globalization;
using Analytics.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Analytics.Tests.Browser;

/// <summary>What the first view of the page costs: bytes over the wire, and the time to its first numbers.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(ShopTests.Name)]
public class FirstViewTests(ShopInBrowser shop, ITestOutputHelper output)
{
    private const string WatchFirstNumbers = """
        new MutationObserver((_, observer) => {
          if (document.querySelector(".sales[data-as-of] .number[data-value]")) {
            document.documentElement.dataset.firstNumbers = performance.now();
            observer.disconnect();
          }
        }).observe(document, { subtree: true, childList: true, attributes: true });
        """;

    [Fact]
    public async Task It_is_below_300_KB_over_the_wire()
    {
        await using var page = await shop.Browser.NewAsync(shop.Stack.Endpoints.Dashboards!);
        await page.Page.AddInitScriptAsync(WatchFirstNumbers);
        var wire = await page.Page.Context.NewCDPSessionAsync(page.Page);
        var bytes = 0.0;
        wire.Event("Network.loadingFinished").OnEvent += (_, finished) =>
            bytes += finished!.Value.GetProperty("encodedDataLength").GetDouble();
        await wire.SendAsync("Network.enable");
        await page.Page.GotoAsync("/?window=28d&compare=previous&tz=UTC");
        await page.Page.Locator(".newest li").First.WaitForAsync();
        await page.Page.Locator(".items-card tbody tr").First.WaitForAsync();

        var milliseconds = await page.Page.EvaluateAsync<double>("Number(document.documentElement.dataset.firstNumbers)");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{bytes / 1000:N0} KB over the wire; first numbers {milliseconds:N0} ms after navigation"));
        Assert.InRange(milliseconds, 1, double.MaxValue);
        Assert.InRange(bytes, 1, 300_000);
        Assert.Empty(page.Complaints);
    }
}
